/** Portrayal: who says what, and what outlets would report from the same ledger. */
import { useGet } from "../api.ts";
import { note, useLink } from "../link.ts";
import { percent, rounded } from "../numbers.ts";
import { Bars, type Bar } from "../parts/bars.tsx";
import { Figure } from "../parts/figure.tsx";
import { Interval } from "../parts/interval.tsx";
import { Wait } from "../parts/wait.tsx";
import { state } from "../run/state.ts";
import { useStore } from "../store.ts";
import { useWays } from "../ways.ts";
import { phrase } from "../words/phrasing.ts";
import { maybe, t } from "../words/words.ts";
import { Stories } from "./stories.tsx";
import type { Counts, Portrayal } from "./types.ts";

const SIDES = [
  { key: "disadvantage", tone: "fill-bad" }, { key: "advantage", tone: "fill-good" }, { key: "premise", tone: "fill-soft" },
] as const;
const BY = ["outlet", "year", "source", "theme"] as const;
const OUTLETS = ["academic", "think-tank", "media", "state-media", "government", "author"];
const TONES = ["fill-0", "fill-1", "fill-2", "fill-3", "fill-4", "fill-soft"];

export function PortrayalView() {
  const { shown, shipped } = useStore(state);
  const own = useLink().with["of"] === "run" && shown !== null && !shipped;
  const asked = useGet<Portrayal>(own ? `/api/runs/${shown.run}/stories` : "/api/portrayal");
  useWays("xinyong portrayal --json", 'import json, subprocess\ntold = json.loads(subprocess.check_output(["xinyong", "portrayal", "--json"]))');
  return (
    <>
      {shown && !shipped && (
        <div class="tabs bar" role="group" aria-label={t("the-ledger")}>
          <button type="button" aria-pressed={!own} onClick={() => note({ of: "" })}>{t("ledger-shipped")}</button>
          <button type="button" aria-pressed={own} onClick={() => note({ of: "run" })}>{t("ledger-run")}</button>
        </div>
      )}
      <Wait of={asked}>{(data) => <div class="stack"><Said of={data} /><Tone of={data} /><Stories of={data} /></div>}</Wait>
    </>
  );
}

function Said({ of: data }: { of: Portrayal }) {
  const by = BY.find((each) => each === useLink().with["by"]) ?? "outlet";
  const { citations } = data;
  const table: Record<string, Counts> = citations[`by_${by}`];
  const themes = by === "theme";
  const keys = themes
    ? OUTLETS.map((key, k) => ({ key, name: maybe(`outlet.${key}`, key), tone: TONES[k] ?? "fill-soft" }))
    : SIDES.map((each) => ({ ...each, name: t(`sides.${each.key}`) }));
  const sum = (counts: Counts): number => Object.values(counts).reduce((a, b) => a + b, 0);
  const names = Object.keys(table);
  const ordered = by === "year" ? names.sort() : names.sort((a, b) => sum(table[b] ?? {}) - sum(table[a] ?? {}) || a.localeCompare(b));
  const named = (each: string): string => (by === "outlet" ? maybe(`outlet.${each}`, each) : by === "theme" ? maybe(`story.${each}`, each) : each);
  const rows: Bar[] = ordered.map((each) => ({ name: named(each), parts: Object.entries(table[each] ?? {}).map(([key, value]) => ({ key, value })) }));
  const title = t("said-title", { n: citations.count, claims: citations.claims });
  return (
    <Figure
      title={title} made="Xinyong · xinyong portrayal" file={`xinyong-portrayal-${by}`}
      tools={<div class="tabs" role="group" aria-label={t("groups-by")}>{BY.map((each) => <button key={each} type="button" aria-pressed={each === by} onClick={() => note({ by: each })}>{t(`cut.${each}`)}</button>)}</div>}
      note={t("said-note", { one: citations.thin["one source"]?.length ?? 0, of: citations.claims })}
      rows={() => ({ head: [t(`cut.${by}`), ...keys.map((each) => each.name)], rows: ordered.map((each) => [named(each), ...keys.map((key) => table[each]?.[key.key] ?? 0)]) })}
    >
      <Bars rows={rows} keys={keys} label={title} room={by === "source" ? 240 : 120} />
    </Figure>
  );
}

function Tone({ of: data }: { of: Portrayal }) {
  const rows = Object.entries(data.citations.negative_share).sort((a, b) => b[1].share - a[1].share);
  const would = data.outlets;
  return (
    <div class="two">
      <section class="figure">
        <h2 class="t">{t("tone-said")}</h2>
        <p class="note">{t("tone-said-note")}</p>
        <table class="plain">
          <tbody>
            {rows.map(([outlet, each]) => (
              <tr key={outlet}>
                <th scope="row">{maybe(`outlet.${outlet}`, outlet)}</th>
                <td><Interval low={each.interval[0]} middle={each.share} high={each.interval[1]} from={0} to={1} zero={0.5} tone="bad" label={t("tone-label", { share: percent(each.share), low: percent(each.interval[0]), high: percent(each.interval[1]) })} /></td>
                <td class="n">{percent(each.share)} <small>{each.negative} : {each.positive}</small></td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section class="figure">
        <h2 class="t">{t("would-report")}</h2>
        <p class="note">{t("would-note", { made: phrase(data.ledger?.made ?? "") })}</p>
        <table class="plain">
          <thead><tr><td /><th>{t("can-see")}</th><th>{t("reports")}</th></tr></thead>
          <tbody>
            {data.ledger && (
              <tr><th scope="row">{t("the-ledger")}</th><td><Spread of={data.ledger.negative_share} /></td><td /></tr>
            )}
            {would.map((each) => (
              <tr key={each.outlet}>
                <th scope="row">{maybe(`outlet.${each.outlet}`, each.outlet)}</th>
                <td><Spread of={each.accessible} /></td>
                <td><Spread of={each.reported} /></td>
              </tr>
            ))}
          </tbody>
        </table>
        <details>
          <summary>{t("needed")}</summary>
          <ul class="small">
            {would.flatMap((each) => each.needed.map((one) => (
              <li key={each.outlet + one.what + one.share}>{t("needed-line", { outlet: maybe(`outlet.${each.outlet}`, each.outlet), what: phrase(one.what), share: percent(one.share), ratio: rounded(one.odds_ratio), low: rounded(one.interval[0]), high: rounded(one.interval[1]) })}</li>
            )))}
          </ul>
        </details>
      </section>
    </div>
  );
}

function Spread({ of: [middle, low, high] }: { of: [number, number, number] }) {
  return (
    <span class="spread">
      <Interval low={low} middle={middle} high={high} from={0} to={1} zero={0.5} tone="bad" width={110} label={t("tone-label", { share: percent(middle), low: percent(low), high: percent(high) })} />
      <span>{percent(middle)}</span>
    </span>
  );
}
