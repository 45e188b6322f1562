// Keys that are not the drawing's own: / looks for something, ? tells all keys. Page and notebook hear them, the page
// anywhere, the notebook only inside the widget; nobody's typing is ever taken, nor what the browser is told with Ctrl.

import { beNear } from "./framed.js";

const KEYS_TYPED = "input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable]:not([contenteditable=false])";

const keysPart = (tag, parent, text = "") => {
  const made = document.createElement(tag);
  made.textContent = text;
  parent.append(made);
  return made;
};

/** Hear / and ? on `where`. Returns open (the list of keys, as a dialog) and destroy. */
export function hearKeys(where, words, { search, parent }) {
  let dialog = null, heard = true;

  function build() {
    dialog = keysPart("dialog", parent);
    dialog.className = "tl-keys";
    dialog.setAttribute("aria-label", words.keyboard);
    keysPart("h2", dialog, words.keyboard);
    const list = keysPart("dl", dialog);
    const rows = [
      [["/"], words.key_search], [["←", "→"], words.key_step], [["Home", "End"], words.key_ends], [["Enter"], words.key_open],
      [["+", "−"], words.key_zoom], [["0"], words.all_time], [["Esc"], words.key_close], [["?"], words.keyboard],
    ];
    for (const [names, meaning] of rows) {
      const term = keysPart("dt", list);
      for (const name of names) keysPart("kbd", term, name);
      keysPart("dd", list, meaning);
    }
    keysPart("p", dialog, words.keys_where);
    const label = keysPart("label", dialog), box = keysPart("input", label);
    box.type = "checkbox";
    box.checked = true;
    box.dataset.keysHeard = "";
    label.append(` ${words.keys_heard}`);
    box.addEventListener("change", () => { heard = box.checked; });
    const close = keysPart("button", dialog, words.close);
    close.type = "button";
    close.className = "tl-button";
    close.autofocus = true;
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  }

  function open() {
    if (!dialog) build();
    const opener = document.activeElement?.closest("button, .tl-stage") ?? where.querySelector("[data-keys]");
    if (!dialog.open) dialog.showModal();
    beNear(dialog, opener);
  }

  function hear(event) {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!heard || dialog?.open || event.target.closest?.(KEYS_TYPED)) return;
    if (event.key === "/") search();
    else if (event.key === "?") open();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  where.addEventListener("keydown", hear);
  return { open, destroy() { where.removeEventListener("keydown", hear); dialog?.remove(); } };
}
