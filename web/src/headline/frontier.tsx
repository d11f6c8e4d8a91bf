/** The frontier: what reforms keep of the gains, and what they spare of the costs. */
import { note, useLink } from "../link.ts";
import { percent, rounded } from "../numbers.ts";
import { Chart, FONT, type Option } from "../parts/chart.tsx";
import { Figure } from "../parts/figure.tsx";
import { Interval } from "../parts/interval.tsx";
import { tipOf } from "../parts/tip.ts";
import { useNames } from "../run/names.ts";
import { colours, type Colours } from "../theme.ts";
import { phrase } from "../words/phrasing.ts";
import { maybe, t, term } from "../words/words.ts";
import type { Frontier, Mid, Reform } from "./types.ts";

const WORDS = ["costs nothing", "moves a cost", "at a price", "gives up a gain", "adds a cost", "changes little", "end of the scale"];
const SHAPES = ["circle", "triangle", "rect", "diamond", "pin", "roundRect", "arrow"];

function look(verdict: string, palette: Colours): { color: string; shape: string } {
  const at = WORDS.indexOf(verdict);
  const color = [palette.set[2], palette.set[5], palette.set[1], palette.set[4], palette.set[3], palette.set[6], palette.set[0]][at];
  return { color: color ?? palette.ink, shape: SHAPES[at] ?? "circle" };
}

interface Spot {
  value: [number, number];
  id: string;
  name: string;
  told: string;
  x: Mid;
  y: Mid;
}

export function FrontierSection({ of: { data, made } }: { of: Frontier }) {
  const parts = useLink().with;
  const chosen = parts["reform"] ?? "";
  const ends = parts["ends"] === "1";
  const names = useNames();
  const reform = data.reforms.find((each) => each.id === chosen);
  const name = (each: { id: string; name: string }): string => term(each.id, each.name);
  const shown = data.reforms.filter((each) => ends || each.verdict !== "end of the scale");
  const title = t("frontier-title", { base: names(data.base) });
  const kinds = [...new Set(shown.map((each) => each.verdict))];
  const spots = (verdict: string): Spot[] => shown.filter((each) => each.verdict === verdict).flatMap((each) => spot(each.id, name(each), each.verdict, each.index));
  const make = (width: number): Option => {
    const palette = colours();
    const whisker = (all: Spot[]): unknown[] => all.map((each) => [each.x.low, each.x.high, each.value[1], each.y.low, each.y.high, each.value[0]]);
    const base = spot(data.base, names(data.base), "", data.base_index);
    const crossed = [...kinds.flatMap(spots).filter((each) => each.id === chosen), ...(chosen ? [] : base)];
    const axis = (text: string): Option => ({
      type: "value", scale: true, name: text, nameLocation: "middle", nameGap: 28, nameTextStyle: { color: palette.soft }, axisLabel: { color: palette.soft },
      splitLine: { lineStyle: { color: palette.line, opacity: 0.5 } }, axisLine: { show: false },
    });
    return {
      grid: { left: 44, right: width < 500 ? 12 : 230, top: 54, bottom: 44 },
      legend: { top: 0, left: 0, textStyle: { color: palette.ink, fontSize: 11 }, itemWidth: 12, itemHeight: 10, data: kinds.map((each) => maybe(`bond.${each}`, each)) },
      xAxis: axis(t("all-costs")), yAxis: axis(t("all-gains")),
      tooltip: { trigger: "item", ...tipOf<Spot>((at) => [at.name, [t("all-gains"), three(at.y)], [t("all-costs"), three(at.x)], ...(at.told ? [[maybe(`bond.${at.told}`, at.told), ""] as [string, string]] : [])]) },
      series: [
        { type: "custom", silent: true, z: 1, data: whisker(crossed), encode: { x: [0, 1, 5], y: [2, 3, 4] }, renderItem: cross(palette.soft) },
        ...(width < 500 ? [] : [{ type: "custom", silent: true, z: 2, data: [...kinds.flatMap(spots), ...base].map((each) => each.value), renderItem: column([...kinds.flatMap(spots), ...base].map((each) => each.name), palette) }]),
        ...kinds.map((each) => ({
          name: maybe(`bond.${each}`, each), type: "scatter", z: 3, symbol: look(each, palette).shape, symbolSize: 12, itemStyle: { color: look(each, palette).color }, data: spots(each),
        })),
        {
          name: data.base, type: "scatter", z: 4, symbol: "path://M0,-10L3,-3L10,-3L4,1L6,8L0,4L-6,8L-4,1L-10,-3L-3,-3Z", symbolSize: 18, itemStyle: { color: palette.ink }, data: base,
        },
      ],
    };
  };
  const rows = [...data.reforms].sort((a, b) => WORDS.indexOf(a.verdict) - WORDS.indexOf(b.verdict));
  return (
    <>
      <h2>{t("frontier")}</h2>
      <Figure
        tools={<label class="switch"><input type="checkbox" role="switch" checked={ends} onChange={(event) => note({ ends: event.currentTarget.checked ? "1" : "" })} /><span>{t("show-ends")}</span></label>}
        title={title} made={`Xinyong · ${made.command}`} file="xinyong-frontier" note={t("frontier-note", { draws: made.draws })}
        rows={() => ({
          head: [t("reform"), t("result"), t("keeps"), t("all-gains"), t("low"), t("high"), t("all-costs"), t("low"), t("high")],
          rows: rows.map((each) => [name(each), maybe(`bond.${each.verdict}`, each.verdict), each.keeps.share, each.index.gain.median, each.index.gain.low, each.index.gain.high, each.index.cost.median, each.index.cost.low, each.index.cost.high]),
        })}
      >
        <Chart option={make} from={[data, chosen, ends, names(data.base)]} height={440} label={title} />
      </Figure>
      <div class="reform-list" role="group" aria-label={t("reforms")}>
        {rows.map((each) => (
          <button key={each.id} type="button" aria-pressed={each.id === chosen} onClick={() => note({ reform: each.id === chosen ? "" : each.id })}>
            <b>{name(each)}</b> <small>{maybe(`bond.${each.verdict}`, each.verdict)}{each.settled || each.verdict === "end of the scale" ? "" : " ?"} · {t("keeps-share", { share: percent(each.keeps.share) })}</small>
          </button>
        ))}
      </div>
      {reform && <Axes of={reform} data={data} name={name(reform)} base={names(data.base)} />}
    </>
  );
}

function spot(id: string, name: string, told: string, index: Reform["index"]): Spot[] {
  const [x, y] = [index.cost.median, index.gain.median];
  return x === null || y === null ? [] : [{ value: [x, y], id, name, told, x: index.cost, y: index.gain }];
}

function three(each: Mid): string {
  return `${rounded(each.median)} (${rounded(each.low)} … ${rounded(each.high)})`;
}

interface Coords { coordSys: { x: number; y: number; width: number; height: number }; dataIndex: number }

const APART = 17;

/** Names in a column at the right, joined to their points, none over another. */
function column(names: string[], palette: Colours): (params: Coords, api: Api) => unknown {
  const points: [number, number][] = [];
  return (params, api) => {
    const { coordSys: box, dataIndex } = params;
    points[dataIndex] = api.coord([api.value(0), api.value(1)]);
    if (dataIndex < names.length - 1) return { type: "group", children: [] };
    const order = points.map((point, k) => ({ point, name: names[k] ?? "" })).sort((a, b) => a.point[1] - b.point[1]);
    const first = Math.max(box.y, Math.min(box.y + box.height - APART * order.length, mean(order.map((each) => each.point[1])) - (APART * order.length) / 2));
    const edge = box.x + box.width + 14;
    return {
      type: "group",
      children: order.flatMap(({ point: [x, y], name }, k) => {
        const at = first + APART * (k + 0.5);
        return [
          { type: "polyline", shape: { points: [[x, y], [edge - 10, at], [edge, at]] }, style: { stroke: palette.soft, lineWidth: 0.7, opacity: 0.55, fill: "none" } },
          { type: "text", x: edge + 4, y: at, style: { text: name.length > 34 ? `${name.slice(0, 33)}…` : name, fill: palette.ink, font: `11px ${FONT}`, verticalAlign: "middle" } },
        ];
      }),
    };
  };
}

function mean(values: number[]): number {
  return values.reduce((a, b) => a + b, 0) / Math.max(1, values.length);
}

interface Api { value(dimension: number): number; coord(point: [number, number]): [number, number] }

function cross(color: string): (params: unknown, api: Api) => unknown {
  return (_, api) => {
    const [x1, y] = api.coord([api.value(0), api.value(2)]);
    const [x2] = api.coord([api.value(1), api.value(2)]);
    const [x, y1] = api.coord([api.value(5), api.value(3)]);
    const [, y2] = api.coord([api.value(5), api.value(4)]);
    const line = (shape: object): object => ({ type: "line", shape, style: { stroke: color, lineWidth: 1 } });
    return { type: "group", children: [line({ x1, y1: y, x2, y2: y }), line({ x1: x, y1, x2: x, y2 })] };
  };
}

function Axes({ of: reform, data, name, base }: { of: Reform; data: Frontier["data"]; name: string; base: string }) {
  return (
    <section class="figure" aria-live="polite">
      <h2 class="t">{t("axes-title", { what: name, base: base })}</h2>
      <p class="note">{t("axes-note")}</p>
      <div class="two">
        {(["gain", "cost"] as const).map((side) => (
          <div key={side}>
            <h3 class="t4">{t(`axes.${side}`)}</h3>
            <table class="plain">
              <tbody>
                {data.axes.filter((each) => each.side === side).map((axis) => {
                  const found = reform.against_base[axis.id];
                  return found && (
                    <tr key={axis.id} title={phrase(axis.smallest.reason)}>
                      <th scope="row">{phrase(axis.name)}</th>
                      <td><Interval low={found.counted.low} middle={found.counted.median} high={found.counted.high} from={-6} to={6} zero={0} tone={side === "gain" ? "good" : "bad"} width={140} label={`${rounded(found.median)} ${phrase(axis.unit)}`} /></td>
                      <td class="n">{rounded(found.median)} <small>{phrase(axis.unit)}</small></td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
          </div>
        ))}
      </div>
    </section>
  );
}
