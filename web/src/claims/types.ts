/** Entries of the verdict board, one a claim and setting; and a claim in full. */
import type { Num } from "../types.ts";

/** What a test came to with something held. */
export interface End {
  word: string;
  probability: Num;
}

export interface Decider {
  id: string;
  meaning: string;
  unit: string;
  low: number;
  high: number;
  tips_at: Num;
  below: Num;
  above: Num;
  clear: boolean;
  confirmed: boolean | null;
}

export interface Entry {
  id: string;
  statement: string;
  side: string;
  kind: string;
  setting: string | null;
  part: string | null;
  verdict: string;
  flags: string[];
  probability: Num;
  interval: [number, number] | null;
  threshold: {
    value: number; compare: string; direction: string; reason: string; indicator: string; group: string; estimand: string;
    unit?: string | null;
    fails: { value: number; reason: string } | null;
  } | null;
  draws: number | null;
  flips: { holds_up_to: Num; fails_from: Num; assumptions: Decider[]; turned_nothing?: Decider[]; together?: { ends: [End, End] } | null } | null;
  sources: { name: string; outlet: string }[];
  evidence: { what: string; value: string; source: string }[];
  note: string | null;
  effect: { median: Num; low: Num; high: Num; world: Num; twin: Num } | null;
  seeds: number | null;
  seed_share: Num;
}

export interface World {
  scheme: string;
  set?: Record<string, unknown>;
  patch?: Record<string, unknown>[];
}

export interface Test {
  setting: string | null;
  part?: string | null;
  frame?: string;
  world?: World;
  twin?: World | null;
  start?: string;
  months?: number;
  indicator?: string;
}

export interface Full {
  id: string;
  mechanism?: string;
  themes?: string[];
  notes?: string[];
  said_by?: { name: string; outlet: string; year?: number | null; title?: string; author?: string; url?: string | null }[];
  knob?: { why_not: string | null; turned_by: { id: string; meaning: string; unit: string; low: number; high: number; spans_zero: boolean }[] };
  tests?: Test[];
  entries?: Entry[];
}

export interface Claim {
  id: string;
  statement: string;
  side: string;
  kind: string;
  sources: { name: string; outlet: string }[];
  years: string[];
  entries: Entry[];
}

/** The board by claim, in its order. */
export function claims(entries: Entry[]): Claim[] {
  const found = new Map<string, Claim>();
  for (const each of entries) {
    const claim = found.get(each.id) ?? {
      id: each.id, statement: each.statement, side: each.side, kind: each.kind, sources: each.sources,
      years: [...new Set(each.sources.flatMap((one) => one.name.match(/\b(?:19|20)\d\d\b/g) ?? []))].sort(),
      entries: [],
    };
    claim.entries.push(each);
    found.set(each.id, claim);
  }
  return [...found.values()];
}
