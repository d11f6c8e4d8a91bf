/** An indicator over the months: both worlds, and their difference with its band. */
import { Chart, type Option } from "../parts/chart.tsx";
import { tip } from "../parts/tip.ts";
import { change, level, monthName, scale } from "../numbers.ts";
import { colours } from "../theme.ts";
import type { Num, Series } from "../types.ts";
import { t } from "../words/words.ts";

export interface TrendProps {
  series: Series;
  /** Names of the worlds. */
  scheme: string;
  twin: string | null;
  /** How many months the axis spans, when lines still grow. */
  label: string;
}

function times(values: Num[], unit: string): (number | "-")[] {
  return values.map((each) => (each === null || each === undefined ? "-" : Number((each * scale(unit)).toPrecision(6))));
}

/** Whether the names of two worlds stand beside each other in the legend; else one below the other. */
function abreast(names: (string | null)[], width: number): boolean {
  // a letter is some seven wide, a Chinese character twice that; a mark and its gaps 44
  return names.reduce((sum, name) => sum + (name ? 44 + 7 * name.replace(/[^\x00-\u02ff]/g, "xx").length : 0), 0) <= width;
}

/** Marks of the legend, as the lines are drawn. */
const WHOLE = "path://M0,0H24V2H0Z";
const DASHED = "path://M0,0H6V2H0ZM9,0H15V2H9ZM18,0H24V2H18Z";

function axes(months: string[], width: number, top = 12): Option {
  const palette = colours();
  const years = Math.max(1, Math.ceil(months.length / 12 / Math.max(2, Math.floor(width / 60))));
  return {
    grid: { left: 8, right: 14, top, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    xAxis: {
      type: "category", data: months, boundaryGap: false, axisTick: { show: false }, axisLine: { lineStyle: { color: palette.line } },
      axisLabel: {
        color: palette.soft, hideOverlap: true, align: "left",
        interval: (_: number, month: string) => month.endsWith("-01") && Number(month.slice(0, 4)) % years === 0,
        formatter: (month: string) => month.slice(0, 4),
      },
    },
    yAxis: {
      type: "value", scale: true, splitNumber: 4,
      axisLabel: { color: palette.soft, formatter: (value: number) => value.toLocaleString("en-US", { maximumFractionDigits: 4 }).replace("-", "−") },
      splitLine: { lineStyle: { color: palette.line, opacity: 0.6 } },
    },
  };
}

export function Levels({ series, scheme, twin, label }: TrendProps) {
  const make = (width: number): Option => {
    const palette = colours();
    const line = (name: string, values: Num[], color: string, type: string): Option => ({
      name, type: "line", data: times(values, series.unit), showSymbol: false, lineStyle: { color, width: 2.2, type }, itemStyle: { color },
      emphasis: { disabled: true },
    });
    return {
      ...axes(series.months, width, abreast([scheme, twin], width) ? 34 : 54),
      tooltip: {
        trigger: "axis", ...tip((at) => [monthName(series.months[at] ?? ""), [scheme, level(series.scheme[at], series.unit)],
          ...(twin ? [[twin, level(series.twin[at], series.unit)] as [string, string]] : [])]),
      },
      legend: { left: 0, top: 0, itemGap: 14, itemWidth: 22, itemHeight: 2.4, textStyle: { color: palette.ink }, data: [{ name: scheme, icon: WHOLE }, ...(twin ? [{ name: twin, icon: DASHED }] : [])] },
      series: [
        ...(twin ? [line(twin, series.twin, palette.twin, "dashed")] : []),
        line(scheme, series.scheme, palette.scheme, "solid"),
      ],
    };
  };
  return <Chart option={make} from={[series, scheme, twin]} height={260} label={label} />;
}

export function Difference({ series, label }: { series: Series; label: string }) {
  const make = (width: number): Option => {
    const palette = colours();
    const at = scale(series.unit);
    const band = series.months.map((_, k) => {
      const low = series.low[k];
      const high = series.high[k];
      return low === null || low === undefined || high === null || high === undefined ? null : [low * at, high * at];
    });
    return {
      ...axes(series.months, width),
      tooltip: {
        trigger: "axis", ...tip((k) => [monthName(series.months[k] ?? ""), [t("difference"), change(series.difference[k], series.unit)],
          [t("interval-95"), t("to", { a: change(series.low[k], series.unit), b: change(series.high[k], series.unit) })]]),
      },
      series: [
        { type: "custom", silent: true, data: band.flatMap((each, k) => (each ? [[k, each[0], each[1]]] : [])), encode: { x: 0, y: [1, 2] }, z: 1, renderItem: ribbon(palette.scheme) },
        {
          name: t("difference"), type: "line", data: times(series.difference, series.unit), showSymbol: false, z: 3,
          lineStyle: { color: palette.scheme, width: 2.2 }, itemStyle: { color: palette.scheme }, emphasis: { disabled: true },
          markLine: { silent: true, symbol: "none", label: { show: false }, lineStyle: { color: palette.soft, type: "solid", width: 1 }, data: [{ yAxis: 0 }] },
        },
      ],
    };
  };
  return <Chart option={make} from={[series]} height={260} label={label} />;
}

interface Api {
  value(dimension: number): number;
  coord(point: [number, number]): [number, number];
}

/** One filled band: drawn a piece a month, from this month to the next. */
function ribbon(color: string): (params: { dataInsideLength: number; dataIndexInside: number; context: { last?: [number, number, number] } }, api: Api) => unknown {
  return (params, api) => {
    const [x, top] = api.coord([api.value(0), api.value(2)]);
    const [, bottom] = api.coord([api.value(0), api.value(1)]);
    const last = params.context.last;
    params.context.last = [x, top, bottom];
    if (!last || params.dataIndexInside === 0) return { type: "group", children: [] };
    return {
      type: "polygon",
      shape: { points: [[last[0], last[1]], [x, top], [x, bottom], [last[0], last[2]]] },
      style: { fill: color, opacity: 0.18, lineWidth: 0 },
    };
  };
}
