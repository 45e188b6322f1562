// The second window of a talk: what the speaker alone sees. It goes with the page that opened it, since after a reload a
// page on a disk may not speak with a window of before.

const NOTES = "timeline-notes", NOTES_SIZE = "popup,width=760,height=720";

/** Open the window, empty, with a style; null where the browser blocks it. */
export function notesWindow(title, lang, style) {
  let made = open("", NOTES, NOTES_SIZE);
  if (!made) return null;
  try {
    made.document.body.replaceChildren();
  } catch { // one of a page that is gone
    made.close();
    made = open("", `${NOTES}-${Date.now()}`, NOTES_SIZE);
    if (!made) return null;
  }
  const sheet = new made.CSSStyleSheet();
  sheet.replaceSync(style);
  made.document.adoptedStyleSheets = [sheet];
  made.document.documentElement.lang = lang;
  made.document.title = title;
  addEventListener("pagehide", () => made.close(), { once: true });
  return made;
}

/** When the talk began, in milliseconds; a reload goes on with it. */
export function notesBegan() {
  const began = history.state?.began ?? Date.now();
  history.replaceState({ ...history.state, began }, "");
  return began;
}

/** Forget when it began: the talk is over. */
export const notesOver = () => history.replaceState({ ...history.state, began: undefined }, "");

/** How long it has been, as minutes and seconds. */
export function notesElapsed(began) {
  const seconds = Math.max(0, Math.floor((Date.now() - began) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
