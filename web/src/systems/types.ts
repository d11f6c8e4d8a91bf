/** Institutions and agreements in force in a month; and a rule book to read. */
import type { Num } from "../types.ts";

export interface Node {
  id: string;
  title: string;
  title_zh: string;
  kind: string;
  setting: string;
  operator: string;
  since: string | null;
}

export interface Flow {
  from: string;
  to: string;
  what: string;
  does?: string;
  reaches?: string;
  agreement: string;
  since: string | null;
  until: string | null;
  coverage?: Num;
  delay_months?: Num;
  source: string;
}

export interface Flows {
  nodes: Node[];
  links: Flow[];
}

export interface Book {
  id: string;
  name: string;
  name_zh: string | null;
  kind: string;
  operator: string;
  setting: string;
  subjects: string[];
  from: string | null;
  until: string | null;
  in_force: boolean | null;
  head: string[];
  summary: string;
  sections: { title: string; entries: { says: string; behind: string }[] }[];
  moves: string[];
  sources: { ref: string; author?: string | null; title?: string; date?: string | null; url?: string | null }[];
  cases: { case: string; as_of: string }[];
}
