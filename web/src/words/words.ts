/** The interface's words in both languages, and the terms of the model where the library has no Chinese. */
import { store } from "../store.ts";
import { en } from "./en.ts";
import { terms } from "./terms.ts";
import { zh } from "./zh.ts";

export type Key = keyof typeof en;
export type Lang = "en" | "zh";

const KEPT = "xinyong.lang";

function first(): Lang {
  const kept = remembered(KEPT);
  if (kept === "en" || kept === "zh") return kept;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** Storage may be closed to a page; then nothing is remembered. */
export function remembered(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // nothing to do: it is a convenience
  }
}

export const lang = store<Lang>(first());

export function speak(next: Lang): void {
  remember(KEPT, next);
  lang.set(next);
}

export function t(key: Key, blanks: Record<string, string | number> = {}): string {
  const text = (lang.get() === "zh" ? zh : en)[key];
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(blanks[name] ?? ""));
}

/** A key made at run time; the fallback where there is none. */
export function maybe(key: string, fallback: string): string {
  return key in en ? t(key as Key) : fallback;
}

/** What a thing of the model is called: its Chinese name where the page is Chinese and one is known. */
export function term(id: string, english: string): string {
  return lang.get() === "zh" ? (terms[id] ?? english) : english;
}

/** The same with a capital, for headings. */
export function title(id: string, english: string): string {
  return capital(term(id, english));
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
