/** The charts of a report page: one file with its data inside, no server behind it. */
import { render, type ComponentChildren } from "preact";
import { Bearers } from "../run/bearers.tsx";
import { TileMapFigure } from "../run/map.tsx";
import { Sides } from "../run/sides.tsx";
import { Difference, Levels } from "../run/trend.tsx";
import { yearly } from "../run/yearly.ts";
import type { RunData } from "../types.ts";
import { lang, t, title } from "../words/words.ts";

/** What the page holds in `<script type="application/json" id="data">`. */
export interface ReportData {
  view: "report";
  lang?: "en" | "zh";
  run: RunData;
  /** Names of schemes by id. */
  names?: Record<string, string>;
}

/** Fills every `<div data-chart="…" data-indicator="…" data-by="…">`: levels, difference, trend, map, groups, sides. */
export function report(data: ReportData): void {
  lang.set(data.lang ?? "en");
  const places = document.querySelectorAll<HTMLElement>("[data-chart]");
  for (const place of places) {
    const made = figure(data, place.dataset["chart"] ?? "", place.dataset["indicator"] ?? "", place.dataset["by"] ?? "income");
    if (made) {
      place.textContent = "";
      render(made, place);
    }
  }
}

function figure(data: ReportData, chart: string, id: string, by: string): ComponentChildren {
  const { run } = data;
  const found = run.indicators.find((each) => each.id === id);
  const series = found ? yearly(found) : undefined;
  const names = (scheme: string): string => data.names?.[scheme] ?? scheme;
  const alone = run.ask.against === "none";
  const made = `Xinyong · ${run.command}`;
  const nothing = (): void => undefined;
  if (chart === "sides") return <Sides run={run} seen="" onSee={nothing} />;
  if (chart === "map") return <TileMapFigure run={run} asked={id || undefined} seen={id} onSee={nothing} made={made} fixed />;
  if (chart === "groups") return <Bearers run={run} asked={id || undefined} seen={id} by={by} onSee={nothing} onBy={nothing} made={made} fixed />;
  if (!found || !series) return null;
  const label = t("trend-label", { what: title(found.id, found.title), scheme: names(run.ask.scheme), twin: alone ? "–" : names(run.ask.against) });
  const levels = <Levels series={series} scheme={names(run.ask.scheme)} twin={alone ? null : names(run.ask.against)} label={label} />;
  const apart = alone ? null : <Difference series={series} label={`${t("difference-title")}: ${title(found.id, found.title)}`} />;
  if (chart === "levels") return levels;
  if (chart === "difference") return apart;
  return <div class={alone ? "" : "trends"}><div>{levels}</div>{apart && <div>{apart}</div>}</div>;
}
