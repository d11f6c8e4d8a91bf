/** What `xinyong portrayal --json` says. */
export type Counts = Record<string, number>;
export type Three = [number, number, number];

export interface Portrayal {
  citations: {
    claims: number;
    count: number;
    by_outlet: Record<string, Counts>;
    by_year: Record<string, Counts>;
    by_source: Record<string, Counts>;
    by_theme: Record<string, Counts>;
    negative_share: Record<string, { negative: number; positive: number; share: number; interval: [number, number] }>;
    p10: Record<string, { count: number; of: number; share: number; interval: [number, number] }>;
    thin: Record<string, string[]>;
    repeated: { claim: string; sources: number; fails: string[] }[];
  };
  ledger: {
    made: string;
    negative_share: Three;
    largest: string;
    negative_share_without_largest: number;
    stories: Story[];
  } | null;
  outlets: Outlet[];
}

export interface Story {
  id: string;
  what: string;
  theme: string;
  against_twin: number;
  tone: string;
}

export interface Outlet {
  outlet: string;
  accessible: Three;
  reported: Three;
  needed: { what: string; share: number; counted: number | null; odds_ratio: number; interval: [number, number] }[];
}
