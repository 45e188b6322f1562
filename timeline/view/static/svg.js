// What stands in an element, as one SVG: its boxes, its own SVGs and its texts, each where the browser has put it.

const SVG_NAMES = ["fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "fill-opacity", "stroke-opacity"];
const SVG_SIDES = ["Top", "Right", "Bottom", "Left"];

const svgText = (text) => text.replace(/[&<>"]/g, (letter) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[letter]);
const svgNumber = (value) => String(Math.round(value * 100) / 100);
const svgSeen = (color) => color !== "transparent" && !/, 0\)$/.test(color);

/** The height of a font above its baseline, as a share of its line. */
function svgAscent(style, known) {
  const font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  if (!known.has(font)) {
    known.canvas.font = font;
    const { fontBoundingBoxAscent: up, fontBoundingBoxDescent: down } = known.canvas.measureText("x");
    known.set(font, up / (up + down));
  }
  return known.get(font);
}

/** The lines of a text node, each with its letters and its box. */
function svgLines(node) {
  const range = document.createRange(), lines = [], text = node.data;
  for (let k = 0; k < text.length; k++) {
    range.setStart(node, k);
    range.setEnd(node, k + 1);
    const box = range.getClientRects()[0];
    if (!box || (!box.width && !text[k].trim())) continue;
    const last = lines.at(-1);
    if (last && Math.abs(last.top - box.top) < 2) {
      last.text += text[k];
      last.right = box.right;
    } else lines.push({ text: text[k], left: box.left, right: box.right, top: box.top, height: box.height });
  }
  return lines;
}

/** A copy of an SVG that needs no style sheet. */
function svgOwn(element, at) {
  const copy = element.cloneNode(true), from = [element, ...element.querySelectorAll("*")], to = [copy, ...copy.querySelectorAll("*")];
  from.forEach((one, k) => {
    const style = getComputedStyle(one);
    for (const name of SVG_NAMES) if (style.getPropertyValue(name)) to[k].setAttribute(name, style.getPropertyValue(name));
    if (one instanceof SVGTextElement || one instanceof SVGTSpanElement) {
      for (const name of ["font-size", "font-weight", "font-style", "text-anchor"]) to[k].setAttribute(name, style.getPropertyValue(name));
    }
    if (style.display === "none" || style.visibility === "hidden") to[k].setAttribute("visibility", "hidden");
    to[k].removeAttribute("class");
    to[k].removeAttribute("style");
    for (const { name } of [...to[k].attributes]) if (/^(data-|aria-|tabindex|unselectable)/.test(name)) to[k].removeAttribute(name);
  });
  for (const [name, value] of Object.entries({ x: at.left, y: at.top, width: at.width, height: at.height })) copy.setAttribute(name, svgNumber(value));
  copy.setAttribute("overflow", "hidden");
  return new XMLSerializer().serializeToString(copy);
}

/** Draw a document's body as SVG; `title` and `description` say what it shows, `fonts` is a style sheet with its letters. */
export function svgOf(root, { title, description, fonts, family }) {
  const origin = root.getBoundingClientRect(), known = new Map(), out = [];
  known.canvas = document.createElement("canvas").getContext("2d");
  const place = ({ left, top, width, height }) => ({ left: left - origin.left, top: top - origin.top, width, height });

  function box(element, style) {
    const at = place(element.getBoundingClientRect()), widths = SVG_SIDES.map((side) => parseFloat(style[`border${side}Width`]));
    const colors = SVG_SIDES.map((side) => style[`border${side}Color`]), kind = style.borderLeftStyle, even = widths.every((one) => one === widths[0]);
    const filled = svgSeen(style.backgroundColor), framed = even && widths[0] > 0 && style.borderTopStyle !== "none";
    const round = Math.min(parseFloat(style.borderTopLeftRadius) || 0, at.height / 2);
    if (filled || framed) {
      const inset = framed ? widths[0] / 2 : 0;
      const dash = framed && style.borderTopStyle === "dashed" ? ' stroke-dasharray="3 3"' : "";
      out.push(`<rect x="${svgNumber(at.left + inset)}" y="${svgNumber(at.top + inset)}" width="${svgNumber(Math.max(0, at.width - 2 * inset))}" height="${svgNumber(Math.max(0, at.height - 2 * inset))}"`
        + `${round ? ` rx="${svgNumber(round)}"` : ""} fill="${filled ? style.backgroundColor : "none"}"${framed ? ` stroke="${colors[0]}" stroke-width="${widths[0]}"${dash}` : ""}/>`);
    }
    if (even) return;
    const ends = [[0, 0, 1, 0], [1, 0, 1, 1], [0, 1, 1, 1], [0, 0, 0, 1]];
    widths.forEach((width, k) => {
      if (!width || !svgSeen(colors[k]) || style[`border${SVG_SIDES[k]}Style`] === "none") return;
      const [x1, y1, x2, y2] = ends[k];
      out.push(`<line x1="${svgNumber(at.left + x1 * at.width)}" y1="${svgNumber(at.top + y1 * at.height)}" x2="${svgNumber(at.left + x2 * at.width)}" y2="${svgNumber(at.top + y2 * at.height)}" stroke="${colors[k]}" stroke-width="${width}"${kind === "dashed" || style[`border${SVG_SIDES[k]}Style`] === "dashed" ? ' stroke-dasharray="3 3"' : ""}/>`);
    });
  }

  function text(node, style, clip) {
    for (const line of svgLines(node)) {
      if (!line.text.trim() || line.top + line.height / 2 < clip.top || line.top + line.height / 2 > clip.bottom) continue;
      const at = place({ left: line.left, top: line.top, width: line.right - line.left, height: line.height });
      const halo = style.textShadow === "none" ? "" : ` paint-order="stroke" stroke="${getComputedStyle(root).backgroundColor}" stroke-width="3" stroke-linejoin="round"`;
      const shown = style.textTransform === "uppercase" ? line.text.toUpperCase() : line.text;
      out.push(`<text x="${svgNumber(at.left)}" y="${svgNumber(at.top + at.height * svgAscent(style, known))}" textLength="${svgNumber(at.width)}" lengthAdjust="spacingAndGlyphs"`
        + ` font-size="${svgNumber(parseFloat(style.fontSize))}" fill="${style.color}"${Number(style.fontWeight) > 500 ? ' font-weight="700"' : ""}${style.fontStyle === "italic" ? ' font-style="italic"' : ""}${halo} xml:space="preserve">${svgText(shown.trimEnd())}</text>`);
    }
  }

  function walk(element, clip) {
    const style = getComputedStyle(element);
    if (style.display === "none" || style.visibility === "hidden" || style.opacity === "0") return;
    if (element instanceof SVGSVGElement) {
      if (element.getBoundingClientRect().width) out.push(svgOwn(element, place(element.getBoundingClientRect())));
      return;
    }
    if (["SCRIPT", "STYLE"].includes(element.tagName)) return;
    const rect = element.getBoundingClientRect();
    if (rect.width <= 1 && rect.height <= 1 && style.overflow === "hidden") return; // said, not shown
    box(element, style);
    const inner = style.overflow === "visible" ? clip : { top: Math.max(clip.top, rect.top), bottom: Math.min(clip.bottom, rect.bottom) };
    for (const child of element.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) text(child, style, inner);
      else if (child.nodeType === Node.ELEMENT_NODE) walk(child, inner);
    }
  }

  walk(root, { top: -Infinity, bottom: Infinity });
  // Plotly draws lots for the names in its drawing; the same picture is to be the same file.
  const drawn = out.join(""), names = [...new Set([...drawn.matchAll(/ id="([^"]+)"/g)].map(([, name]) => name))];
  const code = new Map(names.map((name, n) => [name, `i${n}`]));
  const named = drawn.replaceAll(/( id="|#)([\w-]+)/g, (whole, before, name) => (code.has(name) ? before + code.get(name) : whole));
  const size = `${svgNumber(origin.width)} ${svgNumber(origin.height)}`, [width, height] = size.split(" ");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size}" width="${width}" height="${height}" role="img" aria-labelledby="t d" font-family="${svgText(family)}">`
    + `<title id="t">${svgText(title)}</title><desc id="d">${svgText(description)}</desc><style>${fonts}</style>${named}</svg>\n`;
}
