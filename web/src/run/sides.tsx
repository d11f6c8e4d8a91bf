/** Both sides, side by side: what the scheme achieves, and what it costs whom. */
import { change, interval, level, pair, unitName, UNKNOWN } from "../numbers.ts";
import { Spark } from "../parts/spark.tsx";
import type { Contrast, RunData, Series } from "../types.ts";
import { yearly } from "./yearly.ts";
import { capital, lang, t, term, title } from "../words/words.ts";

export interface SidesProps {
  run: RunData;
  seen: string;
  onSee: (indicator: string) => void;
}

export function Sides({ run, seen, onSee }: SidesProps) {
  const alone = run.ask.against === "none";
  return (
    <section class="sides" aria-label={t("both-sides")}>
      {(["achieves", "costs"] as const).map((side) => (
        <section key={side} class={`side ${side}`}>
          <h2 class="t">{t(`side.${side}`)}</h2>
          <ul>
            {run.both_sides[side].map((each) => {
              const id = each.indicator ?? each.id ?? "";
              const line = run.indicators.find((one) => one.id === id);
              return (
                <li key={id}>
                  <button type="button" aria-pressed={seen === id} onClick={() => onSee(id)}>
                    <span class="name">{sideName(each, id)}</span>
                    <Figures of={each} alone={alone} counted={line ? term(id, line.title) : ""} />
                    {line && !alone && <Sparkline of={line} />}
                    {line && alone && <Spark line={yearly(line).scheme} />}
                  </button>
                </li>
              );
            })}
          </ul>
        </section>
      ))}
    </section>
  );
}

/** The side's own words where the page is English; the indicator's name where they would hide what is counted. */
function sideName(each: Contrast, id: string): string {
  return lang.get() === "zh" ? title(id, each.title) : capital(each.title);
}

/** Whether the difference goes the way that its side says, clear of luck. */
function way(each: Contrast): "as-said" | "other" | "unclear" {
  if (each.difference === null || each.low === null || each.high === null || each.thin || (each.low <= 0 && each.high >= 0)) return "unclear";
  return each.difference > 0 === (each.counts !== "down") ? "as-said" : "other";
}

/** The first that is clear of luck: what a reader should see first. */
export function telling(run: RunData): string {
  const all = [...run.both_sides.achieves, ...run.both_sides.costs];
  const found = all.find((each) => way(each) === "as-said") ?? all[0];
  return found?.indicator ?? found?.id ?? run.indicators[0]?.id ?? "";
}

function Sparkline({ of: line }: { of: Series }) {
  const shown = yearly(line);
  return <Spark line={shown.difference} low={shown.low} high={shown.high} />;
}

/** `counted`: what the numbers are of. A side's words may be its opposite: words left unsaid are fewer words said. */
function Figures({ of: each, alone, counted }: { of: Contrast; alone: boolean; counted: string }) {
  const named = counted && counted.toLowerCase() !== sideName(each, "").toLowerCase() ? `${counted}: ` : "";
  if (alone) return <span class="figures"><b>{level(each.scheme, each.unit)}</b> <small>{each.unit === "share" ? "" : unitName(each.unit)}</small> {named && <small class="from">{counted}</small>}</span>;
  const still = each.difference === 0 && each.low === 0 && each.high === 0;
  const told = each.difference === null ? UNKNOWN : still ? t("the-same") : change(each.difference, each.unit);
  const how = still ? "as-said" : way(each);
  return (
    <span class={`figures ${how}`}>
      <b>{told}</b> {!still && <small>{unitName(each.unit, true)}</small>}
      <small class="from">
        {each.thin && !still ? <em>{t("too-few")}</em> : !still && interval(each.low, each.high, each.unit)}{!each.thin && how !== "as-said" && <em> {t(how === "other" ? "other-way" : "not-clear")}</em>}
        {" "}
        <span class="worlds">{named}{pair(each.twin, each.scheme, each.unit).join(" → ")}</span>
      </small>
    </span>
  );
}
