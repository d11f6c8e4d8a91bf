/** Light and dark, and the colours of charts (Okabe and Ito's, lightened where the page is dark). */
import { store } from "./store.ts";
import { remember, remembered } from "./words/words.ts";

export type Theme = "auto" | "light" | "dark";
const KEPT = "xinyong.theme";

function first(): Theme {
  const kept = remembered(KEPT);
  return kept === "light" || kept === "dark" ? kept : "auto";
}

/** What the reader chose. */
export const theme = store<Theme>(first());
const system = window.matchMedia("(prefers-color-scheme: dark)");
/** What that comes to. */
export const shade = store<"light" | "dark">("light");

function apply(): void {
  const now = theme.get();
  shade.set(now === "auto" ? (system.matches ? "dark" : "light") : now);
  document.documentElement.dataset.theme = shade.get();
}

theme.watch(apply);
system.addEventListener("change", apply);
apply();

export function paint(next: Theme): void {
  remember(KEPT, next);
  theme.set(next);
}

export interface Colours {
  ink: string;
  soft: string;
  line: string;
  card: string;
  scheme: string;
  twin: string;
  good: string;
  bad: string;
  /** For kinds of things, told apart by shape too. */
  set: string[];
}

const LIGHT: Colours = {
  ink: "#1c1b19", soft: "#625f58", line: "#dcd8cf", card: "#ffffff", scheme: "#0072b2", twin: "#7a756b",
  good: "#00795a", bad: "#b84a00", set: ["#0072b2", "#c77f00", "#009e73", "#b8558f", "#d55e00", "#56b4e9", "#7a756b"],
};
const DARK: Colours = {
  ink: "#ecebe6", soft: "#a8a59d", line: "#3b3934", card: "#1f1e1b", scheme: "#56b4e9", twin: "#b4afa4",
  good: "#3fc79a", bad: "#ff8f57", set: ["#56b4e9", "#e6a93c", "#3fc79a", "#d68bb5", "#ff8f57", "#9ad1f2", "#b4afa4"],
};

export function colours(): Colours {
  return shade.get() === "dark" ? DARK : LIGHT;
}

/** Between two colours that are told apart by anybody (purple to orange), through grey: -1 to 1. */
export function diverging(at: number): string {
  const [low, mid, high] = shade.get() === "dark"
    ? [[168, 140, 220], [58, 56, 52], [240, 160, 60]]
    : [[84, 39, 136], [240, 238, 233], [200, 98, 6]];
  const [a, b] = at < 0 ? [mid, low] : [mid, high];
  const part = Math.min(1, Math.abs(at));
  const mix = [0, 1, 2].map((k) => Math.round((a?.[k] ?? 0) * (1 - part) + (b?.[k] ?? 0) * part));
  return `rgb(${mix.join(",")})`;
}
