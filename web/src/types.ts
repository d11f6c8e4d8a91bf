/** What the server sends and takes; the other half of the contract is its OpenAPI document. */

export type Num = number | null;

export interface Problem {
  file?: string | null;
  line?: number | null;
  column?: number | null;
  path?: string | null;
  where?: string | null;
  found?: string | null;
  allowed?: string | null;
  did_you_mean?: string | null;
  remedy?: string | null;
  what_to_do?: string | null;
}

export interface FilePart {
  kind: string;
  name: string;
  text: string;
}

export interface Ask {
  scheme: string;
  against: string;
  citizens: number;
  frame: string;
  start: string;
  months: number;
  seed: number;
  set: Record<string, number>;
  reforms: string[];
  files?: FilePart[];
}

export interface Series {
  id: string;
  title: string;
  unit: string;
  side: string | null;
  theme?: string;
  /** Counts what happens in a month, not how things stand at its end. */
  happens?: boolean;
  /** The same of the twelve months that end with each, with a band of its own, once the run is over. */
  year?: { scheme: Num[]; twin: Num[]; difference: Num[]; low: Num[]; high: Num[] };
  key?: boolean;
  definition: string;
  months: string[];
  scheme: Num[];
  twin: Num[];
  difference: Num[];
  low: Num[];
  high: Num[];
}

export interface Contrast {
  id?: string;
  indicator?: string;
  title: string;
  unit: string;
  scheme: Num;
  twin: Num;
  difference: Num;
  low: Num;
  high: Num;
  thin?: boolean;
  counts?: string;
  label?: string;
}

export interface GroupRow {
  group: string;
  label: string;
  n: Num;
  thin: boolean;
  indicator: string;
  scheme: Num;
  twin: Num;
  difference: Num;
  low: Num;
  high: Num;
}

export interface Grouping {
  id: string;
  title: string;
  definition: string;
  rows: GroupRow[];
}

export interface Tile {
  id: string;
  name: string;
  row: number;
  col: number;
}

export interface TileMap {
  caption: string;
  tiles: Tile[];
  values: Record<string, Record<string, { difference: Num; thin: boolean }>>;
}

export interface RunData {
  run: string;
  ask: Ask;
  command: string;
  /** What the command needs beside it. */
  files?: { name: string; text: string }[];
  python: string;
  hashes: Record<string, string>;
  indicators: Series[];
  groups: { by: Grouping[] };
  map: TileMap | null;
  both_sides: { achieves: Contrast[]; costs: Contrast[] };
}

export interface About {
  version: string;
  ready: boolean;
  limits: Record<string, number>;
  languages: string[];
}

export interface Assumption {
  id: string;
  value: number;
  low: number;
  high: number;
  unit: string;
  meaning: string;
  source: string;
  standing?: string;
  phase: string;
}

export interface SchemeRow {
  id: string;
  name: string;
  name_zh?: string;
  summary: string;
  setting: string;
  fictional: boolean;
  base: string | null;
  books: string[];
}

export interface FrameRow {
  id: string;
  name: string;
  summary: string;
  citizens: number;
}

export interface IndicatorRow {
  id: string;
  theme: string;
  label: string;
  unit: string;
  definition: string;
  purpose: string;
}
