/** A dossier, as `xinyong dossier --json` says it; the server adds ways out. */
import type { Num } from "../types.ts";

export interface Life {
  scheme: string;
  records: { record: number; month: string; conduct: string; institution: string; channel: string; points: number; expires: string | null; reason: string; genuine: boolean; refers_to: number | null }[];
  lists: { list: string; entered: string; ended: string | null; record: number }[];
  reached: { list?: string; month?: string; by?: number | string }[];
  agreements: { list: string; to: string[]; coverage: number; delay_months: number; since: string | null; until: string | null; book: string }[];
  acts: { month: string; conduct: string; counterpart: string | null; channel: string | null; fine: number; encouraged: boolean }[];
  blames: { month: string; conduct: string; channel?: string | null }[];
  attempts: { month: string; gate: string; outcome: string; checked: boolean; cause: string | null; list: string | null }[];
  obligations: { opened: string; creditor: string; amount: number; wrong: boolean; stages: { month: string; stage: string; ground: string | null }[] }[];
  scores: { month: string; institution: string; score: number; grade: string | null }[];
  holders: { what: string; since: string; until: string | null }[];
  known: { what: string; since: string; until: string | null }[];
  named: string[];
  measures: { gate: string | null; does: string; reaches: string; because: string; strength: Num; rule: string; where: string; source: string | null; since: string; until: string | null }[];
  kin_refused: { month: string; gate?: string }[];
  path: { month: string; alive: boolean; keeps: number; ties: number; earned: number; lost: number; spent: number }[];
  costs: Record<string, number>;
}

export interface Dossier {
  subject: number;
  kind: string;
  about: Record<string, unknown>;
  household: Record<string, unknown>[];
  life: Life;
  twin: Life | null;
  compared: Record<string, [unknown, unknown] | unknown[]>;
  ways_out?: unknown;
}
