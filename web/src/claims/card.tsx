/** A claim in full: who says it, how it is meant to work, what was compared, what turns it, and run it here. */
import { useGet } from "../api.ts";
import { go } from "../link.ts";
import { percent, rounded } from "../numbers.ts";
import type { IndicatorRow } from "../types.ts";
import { useNames } from "../run/names.ts";
import { follow } from "../run/state.ts";
import { phrase } from "../words/phrasing.ts";
import { maybe, t, term } from "../words/words.ts";
import { Again } from "./again.tsx";
import { amount, barText } from "./plots.tsx";
import type { Claim, Decider, End, Entry, Full, Test, World } from "./types.ts";

export function Card({ claim, units }: { claim: Claim; units: IndicatorRow[] }) {
  const { data } = useGet<Full>(`/api/claims/${claim.id}`);
  return (
    <div class="claim-card">
      <dl class="facts">
        <dt>{t("said-by")}</dt>
        <dd>{data?.said_by ? data.said_by.map((each, k) => <p key={k}>{each.author ? `${each.author}, ` : ""}{each.title ?? each.name}{each.year ? `, ${each.year}` : ""} <small>({maybe(`outlet.${each.outlet}`, each.outlet)})</small> {each.url && <a href={each.url} rel="noreferrer noopener" target="_blank">{t("link")}</a>}</p>) : claim.sources.map((each) => each.name).join("; ")}</dd>
        {data?.mechanism && <><dt>{t("mechanism")}</dt><dd>{phrase(data.mechanism)}</dd></>}
        {data?.tests?.map((each, k) => <Contrast key={k} of={each} />)}
        {data?.knob?.why_not && <Knob of={data.knob} />}
        {claim.entries.map((each) => <Measured key={`${each.setting}${each.part}`} of={each} units={units} />)}
        {data?.notes?.map((each, k) => <><dt key={k}>{k === 0 ? t("note") : ""}</dt><dd>{phrase(each)}</dd></>)}
      </dl>
      {claim.entries.some((each) => each.threshold) && <Again claim={claim} units={units} />}
    </div>
  );
}

function Knob({ of: knob }: { of: NonNullable<Full["knob"]> }) {
  return (
    <>
      <dt>{t("why-no-knob")}</dt>
      <dd>
        <p>{phrase(knob.why_not ?? "")}</p>
        {knob.turned_by.length > 0 && (
          <details>
            <summary>{t("turned-by", { n: knob.turned_by.length })}</summary>
            <ul class="small">{knob.turned_by.map((each) => <li key={each.id}>{phrase(each.meaning)} <span class="mono">({each.id})</span>: {t("to", { a: rounded(each.low), b: rounded(each.high) })} {phrase(each.unit)}{each.spans_zero ? `; ${t("spans-zero")}` : ""}</li>)}</ul>
          </details>
        )}
      </dd>
    </>
  );
}

function Contrast({ of: each }: { of: Test }) {
  const names = useNames();
  if (!each.world) return null;
  const { world, twin } = each;
  const parts = { scheme: world.scheme, against: twin?.scheme ?? "none", frame: each.frame ?? "national", start: each.start ?? "2014-01", months: String(each.months ?? 60), citizens: "20000", seed: "1" };
  const set = Object.entries(world.set ?? {}).map(([id, value]) => `${id}:${value}`).join(",");
  return (
    <>
      <dt>{t("contrast")} {each.setting && maybe(`setting.${each.setting}`, each.setting)}</dt>
      <dd>
        <WorldName of={world} /> {t("against")} {twin ? <WorldName of={twin} /> : names("none")}; {term(`frame.${each.frame}`, each.frame ?? "")}, {t("n-months", { n: each.months ?? 0 })}{" "}
        {inRun(each) && <button type="button" class="quiet" onClick={() => { go("run", { ...parts, set }); void follow(); window.scrollTo(0, 0); }}>{t("open-in-run")}</button>}
      </dd>
    </>
  );
}

/** A scheme, and what the claim changes in it. */
function WorldName({ of: world }: { of: World }) {
  const names = useNames();
  const changes = [
    ...Object.entries(world.set ?? {}).map(([id, value]) => `${id} = ${value}`),
    ...(world.patch ?? []).map((each) => Object.entries(each).map(([key, value]) => `${key} ${typeof value === "string" ? value : JSON.stringify(value)}`).join(" ")),
  ];
  return <>{names(world.scheme)}{changes.length > 0 && <> ({t("changed")} <span class="mono">{changes.join("; ")}</span>)</>}</>;
}

/** Run moves numbers, in both worlds alike: what a claim changes in one of them alone it cannot show. */
function inRun({ world, twin }: Test): boolean {
  const both = [world?.set ?? {}, twin ? (twin.set ?? {}) : (world?.set ?? {})];
  const plain = both.every((set) => Object.values(set).every((value) => typeof value === "number"));
  return plain && JSON.stringify(both[0]) === JSON.stringify(both[1]) && !world?.patch?.length && !twin?.patch?.length;
}

function Measured({ of: each, units }: { of: Entry; units: IndicatorRow[] }) {
  const bar = each.threshold;
  const where = [each.setting && maybe(`setting.${each.setting}`, each.setting), each.part].filter(Boolean).join(" · ") || t("everywhere");
  return (
    <>
      <dt>{where}</dt>
      <dd>
        {bar && <p>{t("measured")} <span class="mono">{bar.indicator}</span>, {phrase(bar.group)}, {phrase(bar.estimand)}. {t("smallest", { bar: barText(each, units) })} {phrase(bar.reason)}</p>}
        {each.evidence.map((one, k) => <p key={k}>{phrase(one.what)}: {phrase(String(one.value))} [{one.source}]</p>)}
        {each.effect && each.effect.median !== null && (
          <p>{t("nine-in-ten", { low: amount(each, each.effect.low, true, units), high: amount(each, each.effect.high, true, units), draws: each.draws ?? 0, seeds: each.seeds ?? 0, luck: percent(each.seed_share) })}</p>
        )}
        {each.flips && (each.flips.holds_up_to !== null || each.flips.fails_from !== null) && each.threshold && (
          <p>
            {each.flips.holds_up_to !== null && t("holds-up-to", { at: amount(each, each.flips.holds_up_to, false, units) })}{" "}
            {each.flips.fails_from !== null && t("fails-from", { at: amount(each, each.flips.fails_from, false, units) })}
          </p>
        )}
        {each.flips?.assumptions.map((one) => <Flip key={one.id} of={one} />)}
        {!!each.flips?.turned_nothing?.length && <p class="flip">{t("turned-nothing")} <span class="mono">{each.flips.turned_nothing.map((one) => one.id).join(", ")}</span></p>}
        {each.flips?.together && <p class="flip">{t("together", { favour: ending(each.flips.together.ends[1]), against: ending(each.flips.together.ends[0]) })}</p>}
        {each.note && <p class="soft">{phrase(each.note)}</p>}
      </dd>
    </>
  );
}

/** The word and q that a test came to with something held. */
function ending(end: End): string {
  return `${maybe(`verdict.${end.word}`, end.word)} (q ${rounded(end.probability, 2)})`;
}

function Flip({ of: each }: { of: Decider }) {
  return (
    <p class="flip">
      <b>{t(each.confirmed ? "decides" : "may-decide")}</b> {phrase(each.meaning)} <span class="mono">({each.id})</span>: {t("decider", {
        below: rounded(each.below, 2), above: rounded(each.above, 2), at: rounded(each.tips_at), low: rounded(each.low), high: rounded(each.high), unit: phrase(each.unit),
      })}{each.clear ? "" : ` ${t("may-be-chance")}`}
    </p>
  );
}
