/** Run: what is asked on the left, what came of it on the right. */
import { useEffect } from "preact/hooks";
import { useGet } from "../api.ts";
import { note, useLink } from "../link.ts";
import { unitName, whole } from "../numbers.ts";
import { Figure } from "../parts/figure.tsx";
import { useStore } from "../store.ts";
import type { FrameRow, RunData, Series } from "../types.ts";
import { useWays, written } from "../ways.ts";
import { maybe, t, term, title as heading } from "../words/words.ts";
import { Bearers } from "./bearers.tsx";
import { Controls } from "./controls.tsx";
import { Knobs } from "./knobs.tsx";
import { TileMapFigure } from "./map.tsx";
import { useNames } from "./names.ts";
import { yearly } from "./yearly.ts";
import { Sides, telling } from "./sides.tsx";
import { isStale, noteRun, open, state, withoutFiles, type Live } from "./state.ts";
import { Strip } from "./strip.tsx";
import { Difference, Levels } from "./trend.tsx";

export function RunView() {
  const now = useStore(state);
  const parts = useLink().with;
  useEffect(() => void open(), []);
  useEffect(() => {
    if (now.phase !== "opening" && now.shown) noteRun();
  }, [now.ask, now.shown, now.phase]);
  useWays(now.shown ? `${written(now.shown.files ?? [])}${now.shown.command}` : "xinyong run", now.shown?.python ?? "import xinyong as xy");
  return (
    <div class="run">
      <aside class="asked" aria-label={t("what-is-run")}>
        <details class="fold" open={window.innerWidth > 900}>
          <summary>{t("what-is-run")}</summary>
          {now.ask.files && <p class="hint">{t("with-file", { what: now.ask.files.map((each) => each.name).join(", ") })} <button type="button" class="quiet" onClick={withoutFiles}>{t("without-file")}</button></p>}
          <Controls />
          <Knobs />
        </details>
      </aside>
      <div class="told">
        <Strip />
        {now.shown && <Results run={now.shown} live={now.live} stale={isStale(now)} parts={parts} />}
        {!now.shown && now.live && <Growing live={now.live} parts={parts} />}
      </div>
    </div>
  );
}

export function sentence(run: RunData, names: (id: string) => string, frame: string): string {
  const { ask } = run;
  const reforms = ask.reforms.length ? t("with-reforms", { what: ask.reforms.map(names).join(", ") }) : "";
  const twin = ask.against === "none" ? "" : t("beside", { twin: names(ask.against) });
  const moved = Object.keys(ask.set).length;
  return t("sentence", {
    scheme: names(ask.scheme) + reforms, twin: within(twin), citizens: whole(ask.citizens), frame: within(frame), months: ask.months, start: ask.start, seed: ask.seed,
    moved: moved ? t("with-moved", { n: moved }) : "",
  });
}

/** A name inside a sentence. */
function within(name: string): string {
  return name.replace(/(^|, beside )The /, "$1the ");
}

interface ResultsProps {
  run: RunData;
  live: Live | null;
  stale: boolean;
  parts: Record<string, string>;
}

function Results({ run, live, stale, parts }: ResultsProps) {
  const frames = useGet<FrameRow[]>("/api/list/frames").data;
  const names = useNames();
  const frame = term(`frame.${run.ask.frame}`, frames?.find((each) => each.id === run.ask.frame)?.name ?? run.ask.frame);
  const seen = parts["see"] ?? telling(run);
  const see = (id: string): void => note({ see: id });
  const made = `Xinyong · ${run.command}`;
  return (
    <div class={stale && !live ? "results dim" : "results"}>
      <p class="sentence">{sentence(run, names, frame)}</p>
      <Sides run={run} seen={seen} onSee={see} />
      <Trend run={run} live={live} seen={seen} onSee={see} names={names} made={made} />
      <div class="two">
        <TileMapFigure run={run} asked={parts["map"]} seen={seen} onSee={(id) => note({ map: id })} made={made} />
        <Bearers run={run} asked={parts["whom"]} seen={seen} by={parts["by"] ?? "income"} onSee={(id) => note({ whom: id })} onBy={(by) => note({ by })} made={made} />
      </div>
      <p class="note">{t("luck-note")} {t("model-note")}</p>
      <p class="downloads">
        <a href={`/api/runs/${run.run}/data.csv`} download>{t("all-months-csv")}</a>{" · "}
        <a href={`/api/runs/${run.run}/groups.csv`} download>{t("all-groups-csv")}</a>
      </p>
      <details class="hashes"><summary>{t("hashes")}</summary>
        <dl>{Object.entries(run.hashes).map(([key, value]) => <><dt>{key}</dt><dd class="mono">{value}</dd></>)}</dl>
      </details>
    </div>
  );
}

interface TrendFigureProps {
  run: RunData;
  live: Live | null;
  seen: string;
  onSee: (id: string) => void;
  names: (id: string) => string;
  made: string;
}

function Trend({ run, live, seen, onSee, names, made }: TrendFigureProps) {
  const found = run.indicators.find((each) => each.id === seen) ?? run.indicators[0];
  if (!found) return null;
  const growing = live && (live.scheme[found.id] || live.twin[found.id]) ? grow(found, live) : null;
  const series = yearly(growing ?? found);
  const ask = growing && live ? live.ask : run.ask;
  const alone = ask.against === "none";
  const title = heading(found.id, found.title);
  const themes = [...new Set(run.indicators.map((each) => each.theme ?? ""))];
  const levels = `${t(alone ? "level" : "both-worlds")}, ${unitName(series.unit)}`;
  const apart = `${t("difference-title")}, ${unitName(series.unit, true)}`;
  const label = t("trend-label", { what: title, scheme: names(ask.scheme), twin: alone ? "–" : names(ask.against) });
  return (
    <Figure
      class="trend" title={title} made={made} file={`xinyong-${found.id}`}
      tools={
        <label class="inline">
          <span class="unseen">{t("indicator")}</span>
          <select value={found.id} onChange={(event) => onSee(event.currentTarget.value)}>
            {themes.map((theme) => (
              <optgroup key={theme} label={theme ? maybe(`theme.${theme}`, theme) : t("indicator")}>
                {run.indicators.filter((each) => (each.theme ?? "") === theme).map((each) => <option key={each.id} value={each.id}>{term(each.id, each.title)}</option>)}
              </optgroup>
            ))}
          </select>
        </label>
      }
      note={
        <details>
          <summary>{t("how-measured")}</summary>
          <span class="mono">{found.definition}</span> {t("trend-note")}
        </details>
      }
      rows={() => ({
        head: [t("month"), ...[t("with-scheme"), ...(alone ? [] : [t("with-twin"), t("difference"), t("low"), t("high")])].map((each) => `${each} (${found.unit === "share" ? t("unit.share") : unitName(found.unit)})`)],
        rows: found.months.map((month, k) => [month, ...(alone ? [found.scheme] : [found.scheme, found.twin, found.difference, found.low, found.high]).map((each) => each[k] ?? null)]),
      })}
    >
      <div class={alone ? "" : "trends"}>
        <div data-sub={levels}><h3 class="t4">{levels}</h3><Levels series={series} scheme={names(ask.scheme)} twin={alone ? null : names(ask.against)} label={label} /></div>
        {!alone && <div data-sub={apart}><h3 class="t4">{apart}</h3><Difference series={series} label={`${t("difference-title")}: ${title}`} /></div>}
      </div>
    </Figure>
  );
}

/** A series as far as it has been lived. */
function grow(found: Series, live: Live): Series {
  const { start, months: count } = live.ask;
  const first = Number(start.slice(0, 4)) * 12 + Number(start.slice(5, 7)) - 1;
  const months = Array.from({ length: count }, (_, k) => `${Math.floor((first + k) / 12)}-${String(((first + k) % 12) + 1).padStart(2, "0")}`);
  const scheme = months.map((_, k) => live.scheme[found.id]?.[k] ?? null);
  const twin = months.map((_, k) => live.twin[found.id]?.[k] ?? null);
  const difference = months.map((_, k) => {
    const [a, b] = [scheme[k], twin[k]];
    return a === null || a === undefined || b === null || b === undefined ? null : a - b;
  });
  const none = months.map(() => null);
  const { year: _, ...about } = found;
  return { ...about, months, scheme, twin, difference, low: none, high: none };
}

/** Without a run to show beside: the months that have come, of the first indicators. */
function Growing({ live, parts }: { live: Live; parts: Record<string, string> }) {
  const known = Object.keys({ ...live.scheme, ...live.twin });
  const id = parts["see"] && known.includes(parts["see"]) ? parts["see"] : known[0];
  if (!id) return <p class="waiting">{t("first-months")}</p>;
  const about: Series = { id, title: id, unit: "", side: null, definition: "", months: [], scheme: [], twin: [], difference: [], low: [], high: [] };
  return <Levels series={grow(about, live)} scheme={live.ask.scheme} twin={live.ask.against === "none" ? null : live.ask.against} label={term(id, id)} />;
}

