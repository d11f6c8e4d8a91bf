/** What is typed, and what `xinyong assess --json` makes of it. */
import type { Num } from "../types.ts";

export interface Row {
  month: string;
  conduct: string;
  times: number;
  channel: string;
}

export interface History {
  scheme: string;
  kind: string;
  place: string;
  born: string;
  as_of: string;
  rows: Row[];
}

export interface Step {
  institution: string;
  month: string;
  conduct: string;
  channel: string | null;
  points: number;
  until: string | null;
  why: string | null;
  rule: string;
  where: string;
  source: string | null;
}

export interface Assessment {
  scheme: string;
  scores: Record<string, { value: number; grade: string | null; base: Num; path: Step[]; rule: string; where: string; source: string | null }>;
  lists: ({ list: string; entered?: string; until?: string | null; exit?: string[]; rule?: string; where?: string; source?: string | null } & Record<string, unknown>)[];
  measures: { gate: string | null; does: string; reaches: string; because: string; strength: Num; rule: string; where: string; source: string | null }[];
  records: Step[];
}

export const FIRST: History = {
  scheme: "china-2020", kind: "person", place: "rongcheng", born: "1980-05", as_of: "2019-06",
  rows: [{ month: "2018-03", conduct: "card-late-payment", times: 2, channel: "" }, { month: "2018-07", conduct: "red-light", times: 1, channel: "police" }],
};

export function toLink(each: History): Record<string, string> {
  return {
    scheme: each.scheme, kind: each.kind, place: each.place, born: each.born, as_of: each.as_of,
    did: each.rows.map((row) => [row.month, row.conduct, row.times, row.channel].join(":").replace(/:$/, "")).join(","),
  };
}

export function fromLink(parts: Record<string, string>): History {
  if (!parts["did"] && !parts["kind"]) return FIRST;
  return {
    scheme: parts["scheme"] ?? FIRST.scheme, kind: parts["kind"] ?? FIRST.kind, place: parts["place"] ?? "", born: parts["born"] ?? "", as_of: parts["as_of"] ?? FIRST.as_of,
    rows: (parts["did"] ?? "").split(",").filter(Boolean).map((each) => {
      const [month = "", conduct = "", times = "1", channel = ""] = each.split(":");
      return { month, conduct, times: Math.max(1, Math.trunc(Number(times)) || 1), channel };
    }),
  };
}

/** The record as the server takes it: nothing that is empty. */
export function record(each: History): Record<string, unknown> {
  return {
    kind: each.kind,
    ...(each.place ? { place: each.place } : {}),
    ...(each.born ? { [each.kind === "person" ? "born" : "founded"]: each.born } : {}),
    as_of: each.as_of,
    history: each.rows.filter((row) => row.month || row.conduct).map((row) => ({ month: row.month, conduct: row.conduct, ...(row.times > 1 ? { times: row.times } : {}), ...(row.channel ? { channel: row.channel } : {}) })),
  };
}

export function yaml(each: History): string {
  const lines = [`kind: ${each.kind}`];
  if (each.place) lines.push(`place: ${each.place}`);
  if (each.born) lines.push(`${each.kind === "person" ? "born" : "founded"}: ${each.born}`);
  lines.push(`as_of: ${each.as_of}`, each.rows.length ? "history:" : "history: []");
  for (const row of each.rows) lines.push(`  - {month: ${row.month}, conduct: ${row.conduct}${row.times > 1 ? `, times: ${row.times}` : ""}${row.channel ? `, channel: ${row.channel}` : ""}}`);
  return `${lines.join("\n")}\n`;
}
