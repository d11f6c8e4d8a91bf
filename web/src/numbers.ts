/** Numbers as a person reads them: percent, points of percent, rates, yuan. As `show/wording.py` does. */
import type { Num } from "./types.ts";
import { lang, t } from "./words/words.ts";

export const UNKNOWN = "–";

/** About three significant digits, thousands marked. */
export function rounded(number: Num | undefined, digits = 3): string {
  if (number === null || number === undefined || !Number.isFinite(number)) return UNKNOWN;
  if (number === 0) return "0";
  const places = Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(number))));
  const most = Math.min(places, 6);
  const text = number.toLocaleString("en-US", { minimumFractionDigits: most, maximumFractionDigits: most });
  return text.replace("-", "−");
}

export function scale(unit: string): number {
  return unit === "share" ? 100 : 1;
}

export function level(number: Num | undefined, unit: string): string {
  if (number === null || number === undefined) return UNKNOWN;
  return unit === "share" ? `${rounded(100 * number)} %` : rounded(number);
}

/** Two levels with as many digits as it takes to see them differ. */
export function pair(a: Num | undefined, b: Num | undefined, unit: string): [string, string] {
  const told = (digits: number): [string, string] => [a, b].map((each) => (
    each === null || each === undefined ? UNKNOWN : `${rounded(each * scale(unit), digits)}${unit === "share" ? " %" : ""}`
  )) as [string, string];
  if (a === null || a === undefined || b === null || b === undefined || a === b) return told(3);
  const apart = Math.floor(Math.log10(Math.max(Math.abs(a), Math.abs(b)) / Math.abs(a - b)));
  return told(Math.min(6, Math.max(3, apart + 2)));
}

export function change(number: Num | undefined, unit: string): string {
  if (number === null || number === undefined || !Number.isFinite(number)) return UNKNOWN;
  if (number === 0) return "0";
  return (number > 0 ? "+" : "−") + rounded(Math.abs(number * scale(unit)));
}

export function interval(low: Num | undefined, high: Num | undefined, unit: string): string {
  if (low === null || low === undefined || high === null || high === undefined) return "";
  return t("to", { a: change(low, unit), b: change(high, unit) });
}

/** The unit, short; `apart`: of a difference. */
export function unitName(unit: string, apart = false): string {
  if (unit === "share") return apart ? t("unit.points") : "%";
  const known: Record<string, string> = {
    "per 100,000 adults a year": t("unit.rate"),
    "yuan per adult a year": t("unit.yuan-year"),
    "yuan a month": t("unit.yuan-month"),
    points: t("unit.score"),
    "domains of 14": t("unit.domains"),
    "points per scored person a year": t("unit.score-year"),
  };
  return known[unit] ?? unit;
}

export function whole(number: number): string {
  return number.toLocaleString("en-US", { maximumFractionDigits: 0 });
}

export function percent(share: Num | undefined): string {
  return share === null || share === undefined ? UNKNOWN : `${Math.round(100 * share)} %`;
}

/** Seconds as a person says them. */
export function span(seconds: number): string {
  if (seconds < 90) return t("seconds", { n: Math.max(1, Math.round(seconds)) });
  return t("minutes", { n: Math.round(seconds / 60) });
}

export function monthName(month: string): string {
  if (lang.get() === "zh") {
    const [year, number] = month.split("-");
    return `${year} 年 ${Number(number)} 月`;
  }
  return month;
}
