/** Files for the reader: text, and figures as SVG or PNG. */

export function save(name: string, content: Blob | string, type = "text/plain"): void {
  const blob = typeof content === "string" ? new Blob([content], { type: `${type};charset=utf-8` }) : content;
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(blob);
  anchor.download = name;
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 10_000);
}

export type Cell = string | number | null;

/** RFC 4180; a cell that a spreadsheet would compute is kept as text. */
export function csv(rows: Cell[][]): string {
  const cell = (value: Cell): string => {
    if (value === null) return "";
    if (typeof value === "number") return String(value);
    const text = /^[=+@\t\r]/.test(value) ? `'${value}` : value;
    return /[",\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  };
  return rows.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

const KEEP = [
  "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-opacity", "opacity",
  "font-family", "font-size", "font-weight", "font-style", "text-anchor", "dominant-baseline",
] as const;
const NS = "http://www.w3.org/2000/svg";

/** A figure on its own, its charts one below the other: styles written into it, its title above, how it was made below. */
export function svgText(sources: SVGSVGElement[], title: string, note: string): string {
  const style = getComputedStyle(document.body);
  const say = (text: string, y: number, size: number, weight: string): SVGTextElement => words(text, 8, y, size, style.color, style.fontFamily, weight);
  const sheet = document.createElementNS(NS, "svg");
  const paper = document.createElementNS(NS, "rect");
  paper.setAttribute("width", "100%");
  paper.setAttribute("height", "100%");
  paper.setAttribute("fill", getComputedStyle(sources[0]?.closest(".figure") ?? document.body).backgroundColor);
  sheet.append(paper, say(title, 20, 14, "600"));
  let width = 1;
  let y = 30;
  for (const source of sources) {
    const box = source.getBoundingClientRect();
    const [wide, tall] = [Math.max(1, Math.round(box.width)), Math.max(1, Math.round(box.height))];
    const head = source.closest<HTMLElement>("[data-sub]")?.dataset["sub"];
    if (head) sheet.append(say(head, (y += 16), 11, "400"));
    sheet.append(placed(source, y + 4, wide, tall));
    width = Math.max(width, wide);
    y += tall + 8;
  }
  const lines = wrap(note, Math.max(30, Math.floor(width / 5.6)));
  lines.forEach((line, k) => sheet.append(say(line, y + 14 + 13 * k, 10, "400")));
  const whole = y + 12 + 13 * lines.length;
  for (const [key, value] of Object.entries({ xmlns: NS, width, height: whole, viewBox: `0 0 ${width} ${whole}` })) sheet.setAttribute(key, String(value));
  return new XMLSerializer().serializeToString(sheet);
}

function placed(source: SVGSVGElement, y: number, wide: number, tall: number): SVGSVGElement {
  const copy = source.cloneNode(true) as SVGSVGElement;
  inline(source, copy);
  if (!copy.getAttribute("viewBox")) copy.setAttribute("viewBox", `0 0 ${wide} ${tall}`);
  for (const [key, value] of Object.entries({ x: 0, y, width: wide, height: tall })) copy.setAttribute(key, String(value));
  copy.removeAttribute("class");
  return copy;
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function words(text: string, x: number, y: number, size: number, fill: string, family: string, weight: string): SVGTextElement {
  const made = document.createElementNS(NS, "text");
  const parts = { x, y, fill, "font-size": size, "font-family": family, "font-weight": weight };
  for (const [key, value] of Object.entries(parts)) made.setAttribute(key, String(value));
  made.textContent = text;
  return made;
}

function inline(from: Element, to: Element): void {
  const style = getComputedStyle(from);
  if (from instanceof SVGGraphicsElement) {
    for (const key of KEEP) {
      const value = style.getPropertyValue(key);
      if (value && value !== "none" && value !== "normal") to.setAttribute(key, value);
      else if (key === "fill" && value === "none") to.setAttribute(key, "none");
    }
  }
  to.removeAttribute("style");
  const kids = [...from.children];
  const copies = [...to.children];
  kids.forEach((kid, k) => copies[k] && inline(kid, copies[k]));
}

export async function png(svg: string, times = 2): Promise<Blob> {
  const image = new Image();
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml;charset=utf-8" }));
  try {
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth * times;
    canvas.height = image.naturalHeight * times;
    const context = canvas.getContext("2d");
    if (!context) throw new Error("no canvas");
    context.scale(times, times);
    context.drawImage(image, 0, 0);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png"),
    );
  } finally {
    URL.revokeObjectURL(url);
  }
}
