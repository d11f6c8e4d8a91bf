/** Tooltips as elements with classes: a style in HTML text would be refused by the page's policy. */
import { UNKNOWN } from "../numbers.ts";

type Line = string | [string, string];

export function tip(lines: (at: number) => Line[]): Record<string, unknown> {
  return {
    ...BARE,
    formatter: (found: { dataIndex: number } | { dataIndex: number }[]) => {
      const one = Array.isArray(found) ? found.at(-1) : found;
      return one ? element(lines(one.dataIndex)) : UNKNOWN;
    },
    axisPointer: { type: "line", lineStyle: { type: "solid", opacity: 0.5 } },
  };
}

export function tipOf<T>(lines: (data: T) => Line[]): Record<string, unknown> {
  return { ...BARE, formatter: (found: { data: T }) => element(lines(found.data)) };
}

const BARE = { className: "tip", borderWidth: 0, padding: 0, backgroundColor: "transparent", extraCssText: "box-shadow:none", transitionDuration: 0, confine: true };

function element(lines: Line[]): HTMLElement {
  const box = document.createElement("div");
  box.className = "tip-box";
  for (const line of lines) {
    const row = document.createElement("div");
    if (typeof line === "string") {
      row.className = "tip-head";
      row.textContent = line;
    } else {
      const [name, value] = line.map((text, k) => Object.assign(document.createElement(k ? "b" : "span"), { textContent: text }));
      if (name && value) row.append(name, value);
    }
    box.append(row);
  }
  return box;
}
