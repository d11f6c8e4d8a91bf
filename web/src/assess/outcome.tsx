/** Score path, lists, what follows and the ways out, each with its rule and source. */
import { percent, whole } from "../numbers.ts";
import { Way } from "../lives/beside.tsx";
import { listName, name } from "../lives/events.ts";
import { maybe, t } from "../words/words.ts";
import type { Assessment, Step } from "./types.ts";

export function Outcome({ of: found, stale }: { of: Assessment; stale: boolean }) {
  const scores = Object.entries(found.scores);
  // what made a score is told with it
  const others = found.records.filter((each) => !(each.institution in found.scores));
  return (
    <div class={stale ? "stack dimmed" : "stack"}>
      <section class="figure">
        <h2 class="t">{t("scores")}</h2>
        {scores.length === 0 && <p class="hint">{t("no-scores")}</p>}
        {scores.map(([where, each]) => (
          <div key={where} class="score">
            <p><b class="big">{whole(each.value)}</b> {each.grade && <span class="chip">{t("grade", { grade: each.grade })}</span>} {name(where)} <small>{each.base !== null && t("starts-from", { n: each.base })}</small></p>
            <Path base={each.base ?? 0} steps={each.path} label={t("score-path", { where: name(where) })} />
            <Steps of={each.path} />
            <Behind rule={each.rule} where={each.where} source={each.source} />
          </div>
        ))}
      </section>
      <section class="figure">
        <h2 class="t">{t("lists")}</h2>
        {found.lists.length === 0 && <p class="hint">{t("no-lists")}</p>}
        <ul class="rules">
          {found.lists.map((each, k) => (
            <li key={k}>
              <b>{listName(each.list)}</b> {each.entered && t("since", { since: each.entered })}{each.until && ` · ${t("until-month", { month: each.until })}`}
              {each.exit && each.exit.length > 0 && <p><b>{t("ways-out")}:</b> <Way of={{ exits: each.exit }} /></p>}
              {each.rule && <Behind rule={each.rule} where={each.where ?? ""} source={each.source ?? null} />}
            </li>
          ))}
        </ul>
      </section>
      <section class="figure">
        <h2 class="t">{t("follows")}</h2>
        {found.measures.length === 0 && <p class="hint">{t("nothing-follows")}</p>}
        <ul class="rules">
          {found.measures.map((each, k) => (
            <li key={k} class={`event ${each.does === "refuse" ? "bad" : "good"}`}>
              {maybe(`does.${each.does}`, name(each.does))}: <b>{name(each.gate ?? "")}</b>{each.strength !== null && each.strength < 1 ? `, ${t("in-checks", { share: percent(each.strength) })}` : ""}{each.reaches !== "self" ? ` · ${t("touches", { who: name(each.reaches) })}` : ""}
              <small> {t("because", { why: name(each.because) })}</small>
              <Behind rule={each.rule} where={each.where} source={each.source} />
            </li>
          ))}
        </ul>
      </section>
      {others.length > 0 && <section class="figure"><h2 class="t">{t("records-head")}</h2><Steps of={others} /></section>}
      <p class="note">{t("outcome-note")}</p>
    </div>
  );
}

function Behind({ rule, where, source }: { rule: string; where: string; source: string | null }) {
  return <details class="behind"><summary>{t("rule")}</summary><span class="mono">{rule} ({where})</span> {source ?? t("no-source")}</details>;
}

function Steps({ of: steps }: { of: Step[] }) {
  return (
    <ul class="rules">
      {steps.map((each, k) => (
        <li key={k}>
          <span class="mono">{each.month}</span> {name(each.conduct)} {each.points !== 0 && <b>{each.points > 0 ? "+" : "−"}{Math.abs(each.points)}</b>} <small>{each.institution ? name(each.institution) : ""} · {each.until ? t("counts-until", { month: each.until }) : t("counts-always")}</small>
          <Behind rule={each.rule} where={each.where} source={each.source} />
        </li>
      ))}
    </ul>
  );
}

/** The score as steps, deed by deed. */
function Path({ base, steps, label }: { base: number; steps: Step[]; label: string }) {
  if (!steps.length) return null;
  let score = base;
  const values = [base, ...steps.map((each) => (score += each.points))];
  const low = Math.min(...values);
  const high = Math.max(...values);
  const width = 420;
  const wide = (width - 60) / values.length;
  const y = (value: number): number => 12 + (1 - (value - low) / (high - low || 1)) * 60;
  let path = "";
  values.forEach((value, k) => (path += `${k ? "V" : "M8,"}${y(value).toFixed(1)}H${(8 + (k + 1) * wide).toFixed(1)}`));
  return (
    <svg class="steps" viewBox={`0 0 ${width} 96`} role="img" aria-label={`${label}: ${values.join(", ")}`}>
      <path d={path} />
      {steps.map((each, k) => k % Math.ceil(46 / wide) === 0 && <text key={k} x={8 + (k + 1) * wide} y={92} text-anchor="start">{each.month}</text>)}
      <text class="end" x={width - 46} y={y(values.at(-1) ?? base) + 4}>{values.at(-1)}</text>
    </svg>
  );
}
