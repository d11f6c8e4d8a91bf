/** Both sides, side by side: what the scheme achieves, and what it costs whom. */
import { change, interval, level, unitName, UNKNOWN } from "../numbers.ts";
import { Spark } from "../parts/spark.tsx";
import type { Contrast, RunData } from "../types.ts";
import { t, title } from "../words/words.ts";

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
          <h3>{t(`side.${side}`)}</h3>
          <ul>
            {run.both_sides[side].map((each) => {
              const id = each.indicator ?? each.id ?? "";
              const line = run.indicators.find((one) => one.id === id);
              return (
                <li key={id}>
                  <button type="button" aria-pressed={seen === id} onClick={() => onSee(id)}>
                    <span class="name">{title(id, each.title)}</span>
                    <Figures of={each} alone={alone} />
                    {line && !alone && <Spark line={line.difference} low={line.low} high={line.high} />}
                    {line && alone && <Spark line={line.scheme} />}
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

function Figures({ of: each, alone }: { of: Contrast; alone: boolean }) {
  if (alone) return <span class="figures"><b>{level(each.scheme, each.unit)}</b> <small>{each.unit === "share" ? "" : unitName(each.unit)}</small></span>;
  const still = each.difference === 0 && each.low === 0 && each.high === 0;
  const told = each.difference === null ? UNKNOWN : still ? t("the-same") : change(each.difference, each.unit);
  return (
    <span class="figures">
      <b>{told}</b> {!still && <small>{unitName(each.unit, true)}</small>}
      <small class="from">
        {each.thin && !still ? <em>{t("too-few")}</em> : !still && interval(each.low, each.high, each.unit)}
        {" "}
        <span class="worlds">{level(each.twin, each.unit)} → {level(each.scheme, each.unit)}</span>
      </small>
    </span>
  );
}
