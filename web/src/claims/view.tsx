/** Claims: the board of verdicts. */
import { useEffect } from "preact/hooks";
import { useGet } from "../api.ts";
import { note, useLink } from "../link.ts";
import { rounded } from "../numbers.ts";
import { csv, save } from "../parts/saving.ts";
import { Wait } from "../parts/wait.tsx";
import type { IndicatorRow } from "../types.ts";
import { useWays } from "../ways.ts";
import { phrase } from "../words/phrasing.ts";
import { maybe, t } from "../words/words.ts";
import { Card } from "./card.tsx";
import { Filters, passes } from "./filters.tsx";
import { amount, barText, Effect, LOOKS, Share, Verdict } from "./plots.tsx";
import { claims, type Claim, type Entry } from "./types.ts";

const SIDES = ["disadvantage", "advantage", "premise"];

export function ClaimsView() {
  const asked = useGet<Entry[] | { entries: Entry[] }>("/api/claims");
  const units = useGet<IndicatorRow[]>("/api/list/indicators").data ?? [];
  const parts = useLink().with;
  const open = parts["id"] ?? "";
  useWays(`xinyong claims${open ? ` show ${open}` : ""} --json`, `import json, subprocess\nboard = json.loads(subprocess.check_output(["xinyong", "claims"${open ? `, "show", "${open}"` : ""}, "--json"]))`);
  useEffect(() => {
    if (open && asked.data) document.getElementById(open)?.scrollIntoView({ block: "start" });
  }, [asked.data !== null]);
  return (
    <Wait of={asked}>
      {(data) => {
        const entries = Array.isArray(data) ? data : data.entries;
        const all = claims(entries);
        const shown = all.filter((each) => passes(each, parts));
        return (
          <div class="claims">
            <Counts entries={entries} chosen={parts["verdict"] ?? ""} />
            <details class="how"><summary>{t("how-to-read")}</summary><p>{t("how-verdicts")}</p></details>
            <Filters all={all} parts={parts} shown={shown.length} />
            {SIDES.map((side) => {
              const some = shown.filter((each) => each.side === side);
              return some.length > 0 && (
                <section key={side}>
                  <h2>{t(`sides.${side}` as "sides.advantage")} <small>{some.length}</small></h2>
                  {some.map((each) => <Row key={each.id} claim={each} open={open === each.id} units={units} />)}
                </section>
              );
            })}
            <p class="files"><button type="button" class="quiet" onClick={() => save("xinyong-claims.csv", table(shown, units), "text/csv")}>CSV</button></p>
          </div>
        );
      }}
    </Wait>
  );
}

function table(shown: Claim[], units: IndicatorRow[]): string {
  const head = ["id", "statement", "side", "kind", "setting", "verdict", "q", "q low", "q high", "effect", "low", "high", "smallest", "indicator", "draws"];
  return csv([head, ...shown.flatMap((claim) => claim.entries.map((each) => [
    each.id, each.statement, each.side, each.kind, each.setting, each.verdict, each.probability, each.interval?.[0] ?? null, each.interval?.[1] ?? null,
    each.effect?.median ?? null, each.effect?.low ?? null, each.effect?.high ?? null, barText(each, units), each.threshold?.indicator ?? null, each.draws,
  ]))]);
}

function Counts({ entries, chosen }: { entries: Entry[]; chosen: string }) {
  const main = entries.filter((each) => each.part === null);
  return (
    <ul class="counts" aria-label={t("counts")}>
      {Object.entries(LOOKS).map(([verdict, look]) => (
        <li key={verdict}>
          <button type="button" class={`chip ${look.tone}`} aria-pressed={chosen === verdict} onClick={() => note({ verdict: chosen === verdict ? "" : verdict })}>
            <span aria-hidden="true">{look.mark}</span> <b>{main.filter((each) => each.verdict === verdict).length}</b> {maybe(`verdict.${verdict}`, verdict)}
          </button>
        </li>
      ))}
      <li class="hint">{t("verdicts-sum", { n: main.length })}</li>
    </ul>
  );
}

function Row({ claim, open, units }: { claim: Claim; open: boolean; units: IndicatorRow[] }) {
  return (
    <article id={claim.id} class={`claim ${open ? "open" : ""}`}>
      <h3>
        <button type="button" aria-expanded={open} onClick={() => note({ id: open ? "" : claim.id })}>
          <span class="id">{claim.id}</span> {phrase(claim.statement)}
        </button>
      </h3>
      <ul class="entries">
        {claim.entries.map((each) => (
          <li key={`${each.setting}${each.part}`}>
            <Verdict of={each.verdict} />
            <span class="where">{[each.setting && maybe(`setting.${each.setting}`, each.setting), each.part].filter(Boolean).join(" · ") || t("everywhere")}</span>
            <span class="plots"><Share of={each} /><Effect of={each} units={units} /></span>
            <span class="numbers">
              {each.probability !== null && <>q {rounded(each.probability, 2)}; {t("effect")} {amount(each, each.effect?.median ?? null, true, units)}, {t("bar")} {barText(each, units)}</>}
              {each.flags.includes("settled by assumption") && <em> {t("settled")}</em>}
            </span>
          </li>
        ))}
      </ul>
      {open ? <Card claim={claim} units={units} /> : <p class="kind">{maybe(`kind.${claim.kind}`, claim.kind)} · {claim.sources[0]?.name}{claim.sources.length > 1 ? ` ${t("and-more", { n: claim.sources.length - 1 })}` : ""}</p>}
    </article>
  );
}
