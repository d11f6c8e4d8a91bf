/** What it came to in both worlds, who could see it, and the ways out. */
import { rounded, whole } from "../numbers.ts";
import { useNames } from "../run/names.ts";
import { maybe, t } from "../words/words.ts";
import { listName, name } from "./events.ts";
import type { Dossier, Life } from "./types.ts";

export function Beside({ of: data }: { of: Dossier }) {
  const names = useNames();
  const rows = Object.entries(data.compared).filter(([key]) => key !== "last_scores");
  const cell = (value: unknown, key: string): string => {
    if (typeof value !== "number") return value === null || value === undefined ? "–" : String(value);
    return /livelihood|ties/.test(key) ? `${Math.round(100 * value)} %` : whole(value);
  };
  const plain = (value: unknown): boolean => value === 0 || value === null || value === undefined || value === 1;
  const shown = rows.filter(([key, pair]) => !(pair as unknown[]).every((each) => (/livelihood|ties/.test(key) ? plain(each) : each === 0 || each === null)));
  const scores = (data.compared["last_scores"] ?? []) as Record<string, number>[];
  return (
    <section class="figure">
      <h2 class="t">{t("came-to")}</h2>
      <table class="plain">
        <thead><tr><td /><th class="n world-a">{names(data.life.scheme)}</th>{data.twin && <th class="n world-b">{names(data.twin.scheme)}</th>}</tr></thead>
        <tbody>
          {shown.map(([key, pair]) => (
            <tr key={key}><th scope="row">{maybe(`cost.${key}`, key.replace(/_/g, " "))}</th>{(pair as unknown[]).map((each, k) => <td key={k} class="n">{cell(each, key)}</td>)}</tr>
          ))}
          {[...new Set(scores.flatMap((each) => Object.keys(each ?? {})))].map((each) => (
            <tr key={each}><th scope="row">{t("score-at", { where: name(each) })}</th>{scores.map((one, k) => <td key={k} class="n">{rounded(one?.[each] ?? null)}</td>)}</tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export function Seen({ of: data }: { of: Dossier }) {
  const names = useNames();
  return (
    <section class="figure">
      <h2 class="t">{t("who-saw")}</h2>
      {[data.life, ...(data.twin ? [data.twin] : [])].map((life, k) => (
        <div key={life.scheme}>
          <h3 class={`t4 ${k ? "world-b" : "world-a"}`}>{names(life.scheme)}</h3>
          <SeenIn of={life} />
        </div>
      ))}
    </section>
  );
}

function SeenIn({ of: life }: { of: Life }) {
  const span = (since: string | null, until: string | null): string => t(until ? "since-until" : "since", { since: since ?? "–", until: until ?? "" });
  if (!life.holders.length && !life.known.length && !life.named.length) return <p class="hint">{t("nobody-saw")}</p>;
  return (
    <ul class="small">
      {life.holders.map((each, k) => <li key={k}>{t("told-gate", { gate: name(each.what) })} <small>{span(each.since, each.until)}</small></li>)}
      {life.named.length > 0 && <li>{t("named-public")} <small>{life.named.join(", ")}</small></li>}
      {life.known.map((each, k) => <li key={`k${k}`}>{t("known-to", { what: name(each.what) })} <small>{span(each.since, each.until)}</small></li>)}
      {life.agreements.length > 0 && (
        <li>
          <details>
            <summary>{t("by-agreement", { n: life.agreements.length })}</summary>
            <ul>{life.agreements.map((each, k) => <li key={k}>{listName(each.list)} → {each.to.map(name).join(", ")} <small>{t("coverage", { n: Math.round(100 * each.coverage), months: each.delay_months })} {span(each.since, each.until)} · {name(each.book)}</small></li>)}</ul>
          </details>
        </li>
      )}
    </ul>
  );
}

export function waysOut(data: Dossier): unknown[] {
  return Array.isArray(data.ways_out) ? data.ways_out : [];
}

/** The server tells ways out as sentences, or as rows with a rule; either is shown. */
export function Ways({ of: data }: { of: Dossier }) {
  const told = waysOut(data);
  if (!told.length) return null;
  return (
    <section class="figure">
      <h2 class="t">{t("ways-out")}</h2>
      <ul class="small">{told.map((each, k) => <li key={k}><Way of={each} /></li>)}</ul>
    </section>
  );
}

/** How long an entry stands, where it runs out by itself. */
function years(terms: unknown): string {
  const told = (Array.isArray(terms) ? terms : []).flatMap((each) => /^(\d+) months$/.exec(String(each))?.[1] ?? []);
  return told.length ? ` (${told.map((n) => t("n-months", { n })).join(", ")})` : "";
}

export function Way({ of: each }: { of: unknown }) {
  if (typeof each === "string") return <>{each}</>;
  const row = (each ?? {}) as Record<string, unknown>;
  const text = (key: string): string => {
    const value = row[key];
    return Array.isArray(value) ? value.map((one) => name(String(one))).join(", ") : value === null || value === undefined ? "" : String(value);
  };
  const list = text("list");
  const head = text("says") || text("what") || text("how") || text("exits") || text("exit");
  return (
    <>
      {(list || text("book")) && <b>{list ? listName(list) : name(text("book"))}: </b>}{head}{years(row["terms"])}{text("when") && ` (${text("when")})`}{text("until") && ` · ${text("until")}`}
      {text("rule") && <small class="mono"> {text("rule")}</small>}{text("source") && <small> {text("source")}</small>}
    </>
  );
}
