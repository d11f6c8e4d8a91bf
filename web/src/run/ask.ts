/** What is asked of the engine, and how it stands in the link. */
import type { Ask } from "../types.ts";

export const FIRST: Ask = {
  scheme: "china-2020", against: "status-quo-2012", citizens: 20_000, frame: "national", start: "2014-01", months: 72,
  seed: 1, set: {}, reforms: [],
};

const LISTED = /[^,]+/g;

export function toLink(ask: Ask): Record<string, string> {
  return {
    scheme: ask.scheme,
    against: ask.against,
    citizens: String(ask.citizens),
    frame: ask.frame,
    start: ask.start,
    months: String(ask.months),
    seed: String(ask.seed),
    set: Object.keys(ask.set).sort().map((id) => `${id}:${ask.set[id]}`).join(","),
    reforms: ask.reforms.join(","),
  };
}

/** The ask of a link; null where the link names no scheme. */
export function fromLink(parts: Record<string, string>, rest: Ask): Ask | null {
  if (!parts["scheme"]) return null;
  const number = (key: "citizens" | "months" | "seed"): number => {
    const found = Number(parts[key]);
    return parts[key] !== undefined && Number.isFinite(found) ? Math.trunc(found) : rest[key];
  };
  const set: Record<string, number> = {};
  for (const [each] of (parts["set"] ?? "").matchAll(LISTED)) {
    const at = each.lastIndexOf(":");
    const value = Number(each.slice(at + 1));
    if (at > 0 && Number.isFinite(value)) set[each.slice(0, at)] = value;
  }
  return {
    scheme: parts["scheme"],
    against: parts["against"] ?? "none",
    citizens: number("citizens"),
    frame: parts["frame"] ?? rest.frame,
    start: parts["start"] ?? rest.start,
    months: number("months"),
    seed: number("seed"),
    set,
    reforms: [...(parts["reforms"] ?? "").matchAll(LISTED)].map(([each]) => each),
  };
}

export function same(a: Ask, b: Ask): boolean {
  return JSON.stringify([toLink(a), a.files ?? []]) === JSON.stringify([toLink(b), b.files ?? []]);
}
