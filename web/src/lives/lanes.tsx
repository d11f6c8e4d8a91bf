/** Both lives at a glance: on which lists, how many measures, what was refused, what was kept; month by month. */
import { colours } from "../theme.ts";
import { shade } from "../theme.ts";
import { useStore } from "../store.ts";
import { Figure } from "../parts/figure.tsx";
import { t } from "../words/words.ts";
import { listName } from "./events.ts";
import type { Dossier, Life } from "./types.ts";

const LEFT = 176;
const WIDTH = 760;
const LANE = 34;

export function Lanes({ of: dossier, made }: { of: Dossier; made: string }) {
  useStore(shade);
  const palette = colours();
  const lives = [dossier.life, ...(dossier.twin ? [dossier.twin] : [])];
  const months = dossier.life.path.map((each) => each.month);
  const last = months.length - 1;
  const at = (month: string | null | undefined, otherwise: number): number => {
    if (!month) return otherwise;
    const [first = "2014-01"] = months;
    const gap = (Number(month.slice(0, 4)) - Number(first.slice(0, 4))) * 12 + Number(month.slice(5, 7)) - Number(first.slice(5, 7));
    return Math.min(last, Math.max(0, gap));
  };
  const x = (k: number): number => LEFT + (k / Math.max(1, last)) * (WIDTH - LEFT - 8);
  const lists = [...new Set(lives.flatMap((each) => each.lists.map((one) => one.list)))];
  const lanes: { name: string; draw: (life: Life, y: number, color: string) => unknown }[] = [
    ...lists.map((list) => ({
      name: listName(list),
      draw: (life: Life, y: number, color: string) => life.lists.filter((each) => each.list === list).map((each) => (
        <rect key={each.entered} x={x(at(each.entered, 0))} width={Math.max(3, x(at(each.ended, last)) - x(at(each.entered, 0)))} y={y} height={9} rx={2} fill={color} />
      )),
    })),
    {
      name: t("lane.measures"),
      draw: (life, y, color) => <path d={steps(months.map((_, k) => life.measures.filter((each) => each.does === "refuse" && at(each.since, 0) <= k && (each.until === null || k < at(each.until, last))).length), x, y, 11)} fill={color} fill-opacity={0.75} />,
    },
    {
      name: t("lane.refused"),
      draw: (life, y, color) => life.attempts.filter((each) => each.outcome.startsWith("refused")).map((each, k) => <circle key={k} cx={x(at(each.month, 0))} cy={y + 5} r={4} fill={color} />),
    },
    {
      name: t("lane.records"),
      draw: (life, y, color) => life.records.filter((each) => each.reason === "entry").map((each) => (
        each.genuine
          ? <line key={each.record} x1={x(at(each.month, 0))} x2={x(at(each.month, 0))} y1={y} y2={y + 11} stroke={color} stroke-width={2} />
          : <path key={each.record} d={`M${x(at(each.month, 0)) - 4},${y + 1}l8,8m0,-8l-8,8`} stroke={color} stroke-width={2.4} fill="none" />
      )),
    },
    { name: t("lane.ties"), draw: (life, y, color) => <polyline points={life.path.map((each, k) => `${x(k).toFixed(1)},${(y + 11 - 11 * Math.max(0, (each.ties - 0.5) / 0.5)).toFixed(1)}`).join(" ")} fill="none" stroke={color} stroke-width={1.8} /> },
    { name: t("lane.keeps"), draw: (life, y, color) => <polyline points={life.path.map((each, k) => `${x(k).toFixed(1)},${(y + 11 - 11 * Math.max(0, (each.keeps - 0.5) / 0.5)).toFixed(1)}`).join(" ")} fill="none" stroke={color} stroke-width={1.8} /> },
  ];
  const tall = lanes.length * LANE + 26;
  const title = t("lanes-title", { n: dossier.subject });
  return (
    <Figure
      title={title} made={made} file={`xinyong-life-${dossier.subject}`} note={t("lanes-note")}
      rows={() => ({
        head: [t("month"), t("lane.ties"), t("lane.keeps"), t("lane.measures"), ...(dossier.twin ? [`${t("twin-short")}: ${t("lane.ties")}`, `${t("twin-short")}: ${t("lane.keeps")}`] : [])],
        rows: months.map((month, k) => [month, dossier.life.path[k]?.ties ?? null, dossier.life.path[k]?.keeps ?? null,
          dossier.life.measures.filter((each) => each.does === "refuse" && at(each.since, 0) <= k && (each.until === null || k < at(each.until, last))).length,
          ...(dossier.twin ? [dossier.twin.path[k]?.ties ?? null, dossier.twin.path[k]?.keeps ?? null] : [])]),
      })}
    >
      <div class="sideways" tabIndex={0} role="region" aria-label={title}>
        <svg class="lanes" viewBox={`0 0 ${WIDTH} ${tall}`} role="img" aria-label={title}>
          {months.map((month, k) => month.endsWith("-01") && (
            <g key={month}>
              <line class="year" x1={x(k)} x2={x(k)} y1={0} y2={tall - 20} />
              <text x={x(k) + 3} y={tall - 6}>{month.slice(0, 4)}</text>
            </g>
          ))}
          {lanes.map((lane, k) => {
            const y = k * LANE + 4;
            return (
              <g key={lane.name + k}>
                <text class="lane" x={LEFT - 8} y={y + 17} text-anchor="end">{lane.name.length > 26 ? `${lane.name.slice(0, 25)}…` : lane.name}</text>
                <line class="base" x1={LEFT} x2={WIDTH} y1={y + 28} y2={y + 28} />
                {lane.draw(dossier.life, y, palette.scheme)}
                {dossier.twin && lane.draw(dossier.twin, y + 14, palette.twin)}
              </g>
            );
          })}
        </svg>
      </div>
    </Figure>
  );
}

function steps(values: number[], x: (k: number) => number, y: number, height: number): string {
  const most = Math.max(12, ...values);
  let path = `M${x(0).toFixed(1)},${y + height}`;
  values.forEach((value, k) => {
    const top = (y + height - (height * value) / most).toFixed(1);
    path += `L${x(k).toFixed(1)},${top}L${x(Math.min(values.length - 1, k + 1)).toFixed(1)},${top}`;
  });
  return `${path}L${x(values.length - 1).toFixed(1)},${y + height}Z`;
}
