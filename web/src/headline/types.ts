/** What `xinyong headline --json` and `xinyong frontier --json` say. */
import type { Num } from "../types.ts";

export interface Mid { median: Num; low: Num; high: Num }

export interface Corner {
  setting: string;
  name: string;
  year: number;
  leading: string;
  masses: Record<string, { share: number; low: number; high: number }>;
  control: Mid;
  harmony: Mid;
  draws: number;
  parts: { id: string; index: string; name: string; counted: Mid; more: Num; smallest: { value: number; reason: string } }[];
  points: [Num, Num][];
}

export interface Made { command: string; draws: number; seeds: number; ensemble: string; version: string }

export interface Headline {
  made: Made;
  data: { question: string; cut: number; cut_reason: string; most: number; most_reason: string; entries: Corner[] };
}

export interface Axis { id: string; side: "gain" | "cost"; name: string; unit: string; smallest: { value: number; reason: string } }
export interface AxisEffect extends Mid { counted: Mid; more: Num; less: Num }

export interface Reform {
  id: string;
  name: string;
  role: string;
  verdict: string;
  settled: boolean;
  keeps: { share: Num };
  spares: string[];
  raises: string[];
  loses: string[];
  wins: string[];
  index: { gain: Mid; cost: Mid };
  against_base: Record<string, AxisEffect>;
  against_twin: Record<string, AxisEffect>;
}

export interface Frontier {
  made: Made;
  data: { base: string; twin: string; axes: Axis[]; base_effects: Record<string, AxisEffect>; base_index: { gain: Mid; cost: Mid }; reforms: Reform[] };
}
