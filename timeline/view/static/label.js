// Where labels go, so that none touches another, a mark, a bar or the edge: the weightiest first, near its mark, with a
// line to it where it had to move. labels.py places by like rules for the plain Plotly figure.

export const LABEL = {
  size: 13, // of its letters
  line: 18, // height of a line of labels
  lift: 21, // from a mark's middle to the middle of the first line above it
  drop: 20, // and to the line below
  under: 19, // from a bar's middle to the line below it
  gap: 8, // least room between two labels side by side
  mark: 9, // half a mark
  edge: 2, // least room to the plot's edge
  most: 300, // labels that are tried: what is lighter is reached through its mark
};

const labelOrder = (a, b) => b.weight - a.weight || a.x - b.x || a.i - b.i;

/**
 * Place as many labels as fit.
 *
 * A label is {i, place, x (its day), y, step, date, text, tone, weight} and may have inside (the last day of a bar it
 * would best stand in), beside (that of a bar whose ends it may stand at), shorter (texts to try where the whole finds
 * no room). `standing` holds for every lane the [left, right, middle, height, whether it is a bar] of what labels must not
 * cover. Returns
 * {label, left, middle, size, inner, leader}; leader is [x, top, bottom] or null.
 */
export function labelPlace(labels, standing, lanes, pixel, width, measure, u) {
  const placed = [], leaders = [];
  const line = LABEL.line * u, gap = LABEL.gap * u, half = 8 * u;
  const tried = labels.length > LABEL.most ? [...labels].sort(labelOrder).slice(0, LABEL.most) : [...labels].sort(labelOrder);
  const fits = (label, size, { left, middle, leader, on }) => {
    const right = left + size;
    const inner = Boolean(on) && pixel(label.x) <= left && right <= pixel(label.inside);
    if (left < LABEL.edge || right > width - LABEL.edge) return null;
    for (const box of placed) {
      if (Math.abs(box.middle - middle) < line - 1 && box.left < right + gap && left < box.left + box.size + gap) return null;
      if (leader && box.left - 2 < leader[0] && leader[0] < box.left + box.size + 2 && box.middle + half > leader[1] && box.middle - half < leader[2]) return null;
    }
    for (const [x, top, bottom] of leaders) if (left - 3 < x && x < right + 3 && middle + half > top && middle - half < bottom) return null;
    for (const [from, to, y, tall, bar] of standing[label.place]) {
      if (!(inner && bar) && Math.abs(y - middle) < tall / 2 + half && left - 2 < to && from < right + 2) return null;
      if (leader && from < leader[0] && leader[0] < to && y + tall / 2 > leader[1] + 1 && y - tall / 2 < leader[2] - 1) return null;
    }
    return { label, left, middle, size, inner, leader: leader ?? null };
  };
  // Short texts first, so that more of them find room; then each grows, the weightiest first, where nothing is in its way.
  for (const label of tried) {
    const texts = [label.text, ...(label.shorter ?? [])];
    const one = { ...label, text: texts.at(-1), texts }, size = measure(one);
    for (const candidate of labelCandidates(one, size, pixel, lanes[label.place], width, u)) {
      const box = fits(one, size, candidate);
      if (!box) continue;
      placed.push(box);
      if (box.leader) leaders.push(box.leader);
      break;
    }
  }
  for (const box of [...placed]) {
    for (const text of box.label.texts) {
      if (text === box.label.text) break;
      const at = placed.indexOf(box), line = leaders.indexOf(box.leader);
      placed.splice(at, 1);
      if (line >= 0) leaders.splice(line, 1);
      const one = { ...box.label, text }, size = measure(one);
      let grown = null;
      for (const candidate of labelCandidates(one, size, pixel, lanes[box.label.place], width, u)) {
        // It stays on its line, or it would jump while the reader looks.
        if (Math.abs(candidate.middle - box.middle) < 1) grown = fits(one, size, candidate);
        if (grown) break;
      }
      placed.push(grown ?? box);
      if ((grown ?? box).leader) leaders.push((grown ?? box).leader);
      if (grown) break;
    }
  }
  return placed;
}

function* labelCandidates(label, size, pixel, lane, width, u) {
  const x = pixel(label.x), gap = LABEL.gap * u, beside = (LABEL.mark + 5) * u;
  const clamp = (left) => Math.max(3, Math.min(left, width - size - 3));
  if (label.inside !== undefined) {
    const start = Math.max(x, 0), end = Math.min(pixel(label.inside), width);
    if (end <= 0 || start >= width) return; // what is out of sight has no label
    if (end - start > size + 2 * gap) yield { left: (start + end - size) / 2, middle: label.y, on: true };
    yield { left: end + beside, middle: label.y };
    yield { left: start - size - beside, middle: label.y };
    yield { left: clamp((start + end - size) / 2), middle: label.y + LABEL.under * u };
    return;
  }
  if (label.beside !== undefined) {
    const end = pixel(label.beside);
    if (end <= 0 || x >= width) return;
    yield { left: x - size - gap, middle: label.y };
    yield { left: end + gap, middle: label.y };
    yield { left: clamp(x), middle: label.y + LABEL.under * u };
    return;
  }
  const half = (label.half ?? LABEL.mark) * u, near = (label.half ? label.half + 5 : LABEL.mark + 5) * u;
  if (x < 0 || x > width) return; // what is out of sight has no label
  const lefts = [x - 4 * u, x - size + 4 * u, clamp(x - size / 2)];
  if (label.end) lefts.splice(0, 2, lefts[1], lefts[0]); // what a clock starts with leaves the room after it to its due date
  if (label.step) { // a mark below another: what stands above belongs to that one
    yield { left: x + near, middle: label.y };
    yield { left: x - size - near, middle: label.y };
  }
  for (let line = 0; line < lane.lines; line++) {
    const middle = lane.y - (LABEL.lift + LABEL.line * line) * u;
    const leader = line && !label.step ? [x, middle + 8 * u, label.y - LABEL.mark * u] : null;
    for (const left of lefts) yield { left, middle, leader };
  }
  if (lane.low) {
    const middle = lane.y + (LABEL.drop + 13 * lane.depth) * u;
    for (const left of lefts) yield { left, middle, leader: lane.depth && !label.step ? [x, label.y + LABEL.mark * u, middle - 8 * u] : null };
  }
  if (!label.step) {
    yield { left: x + near, middle: label.y };
    yield { left: x - size - near, middle: label.y };
  }
}

/** A text cut at a word, with an ellipsis; "" where it is short enough. */
export function labelShort(text, most) {
  if (text.length <= most) return "";
  const cut = text.slice(0, most);
  const end = cut.lastIndexOf(" ");
  return (end > most / 2 ? cut.slice(0, end) : cut).replace(/[\s,.;:–-]+$/u, "") + "…";
}
