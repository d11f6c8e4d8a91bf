/** Headline: the four quadrants by setting and year; and the frontier of reforms. */
import { useGet } from "../api.ts";
import { note, useLink } from "../link.ts";
import { percent, rounded } from "../numbers.ts";
import { Chart, type Option } from "../parts/chart.tsx";
import { Figure } from "../parts/figure.tsx";
import { Interval } from "../parts/interval.tsx";
import { tipOf } from "../parts/tip.ts";
import { Wait } from "../parts/wait.tsx";
import { colours } from "../theme.ts";
import { useWays } from "../ways.ts";
import { phrase } from "../words/phrasing.ts";
import { maybe, t } from "../words/words.ts";
import { FrontierSection } from "./frontier.tsx";
import type { Corner, Frontier, Headline } from "./types.ts";

const CORNERS = ["control", "harmony", "both", "neither"] as const;

export function HeadlineView() {
  const asked = useGet<Headline>("/api/headline");
  const frontier = useGet<Frontier>("/api/frontier");
  useWays("xinyong headline --json\nxinyong frontier --json", 'import json, subprocess\nheadline, frontier = (json.loads(subprocess.check_output(["xinyong", name, "--json"])) for name in ("headline", "frontier"))');
  return (
    <div class="stack">
      <Wait of={asked}>{(data) => <Quadrants of={data} />}</Wait>
      <Wait of={frontier}>{(data) => <FrontierSection of={data} />}</Wait>
    </div>
  );
}

function Quadrants({ of: { data, made } }: { of: Headline }) {
  const parts = useLink().with;
  const settings = [...new Set(data.entries.map((each) => each.setting))];
  const years = [...new Set(data.entries.map((each) => each.year))].sort();
  const setting = settings.find((each) => each === parts["setting"]) ?? settings[0] ?? "";
  const year = years.find((each) => String(each) === parts["year"]) ?? years[2] ?? years[0] ?? 0;
  const found = data.entries.find((each) => each.setting === setting && each.year === year);
  const name = (key: string): string => maybe(`setting-name.${key}`, data.entries.find((each) => each.setting === key)?.name ?? key);
  return (
    <>
      <div class="answers" role="group" aria-label={t("view.headline")}>
        <table class="plain matrix">
          <thead><tr><td />{years.map((each) => <th key={each} scope="col">{each}</th>)}</tr></thead>
          <tbody>
            {settings.map((each) => (
              <tr key={each}>
                <th scope="row">{name(each)}</th>
                {years.map((one) => {
                  const entry = data.entries.find((cell) => cell.setting === each && cell.year === one);
                  return (
                    <td key={one}>
                      {entry && (
                        <button type="button" class={`corner ${entry.leading}`} aria-pressed={entry === found} onClick={() => note({ setting: each, year: String(one) })}>
                          <b>{t(`corner.${entry.leading as "control"}`)}</b> <span>{percent(entry.masses[entry.leading]?.share)}</span>
                        </button>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {found && <div class="two"><Plane of={found} all={data} made={made.command} name={`${name(setting)}, ${year}`} /><Parts of={found} name={`${name(setting)}, ${year}`} cut={data} /></div>}
      <p class="note">{t("headline-note", { draws: made.draws, seeds: made.seeds })}</p>
    </>
  );
}

function Plane({ of: each, all, made, name }: { of: Corner; all: Headline["data"]; made: string; name: string }) {
  const title = t("plane-title", { what: name });
  const make = (): Option => {
    const palette = colours();
    const least = Math.min(-1, ...each.points.flat().filter((one): one is number => one !== null));
    const axis = (text: string): Option => ({
      type: "value", min: Math.floor(least), max: all.most + 0.2, name: text, nameLocation: "middle", nameGap: 26, nameTextStyle: { color: palette.soft },
      interval: 1, axisLabel: { color: palette.soft, showMaxLabel: false }, splitLine: { show: false }, axisLine: { lineStyle: { color: palette.line } },
    });
    const line = (on: "xAxis" | "yAxis"): Option => ({ [on]: all.cut });
    return {
      grid: { left: 44, right: 10, top: 8, bottom: 42 },
      xAxis: axis(t("index.control")), yAxis: axis(t("index.harmony")),
      tooltip: { trigger: "item", ...tipOf<[number, number]>((at) => [[t("index.control"), rounded(at[0])], [t("index.harmony"), rounded(at[1])]]) },
      series: [
        {
          type: "scatter", symbolSize: 9, data: each.points.filter((one) => one[0] !== null && one[1] !== null),
          itemStyle: { color: (at: { data: [number, number] }) => palette.set[corner(at.data, all.cut)], opacity: 0.6 },
          markLine: { silent: true, symbol: "none", label: { show: false }, lineStyle: { color: palette.soft, type: "solid" }, data: [line("xAxis"), line("yAxis")] },
        },
        { type: "scatter", symbol: "path://M-1,0L1,0M0,-1L0,1", symbolSize: 16, silent: true, data: [[each.control.median, each.harmony.median]], itemStyle: { color: "transparent", borderColor: palette.ink, borderWidth: 2 } },
      ],
    };
  };
  return (
    <Figure
      title={title} made={`Xinyong · ${made}`} file={`xinyong-headline-${each.setting}-${each.year}`} note={t("plane-note")}
      rows={() => ({ head: [t("index.control"), t("index.harmony")], rows: each.points.map((one) => [one[0], one[1]]) })}
    >
      <ul class="masses">{CORNERS.map((one) => <li key={one} class={`corner ${one} ${one === each.leading ? "leads" : ""}`}>{t(`corner.${one}`)} <b>{percent(each.masses[one]?.share)}</b></li>)}</ul>
      <Chart option={make} from={[each]} height={340} label={`${title}. ${CORNERS.map((one) => `${t(`corner.${one}`)} ${percent(each.masses[one]?.share)}`).join(", ")}.`} />
    </Figure>
  );
}

function corner([x, y]: [number, number], cut: number): number {
  return x >= cut ? (y >= cut ? 3 : 4) : y >= cut ? 2 : 6;
}

function Parts({ of: each, name, cut }: { of: Corner; name: string; cut: Headline["data"] }) {
  return (
    <section class="figure">
      <h2 class="t">{t("parts-title", { what: name })}</h2>
      <p class="note">{t("parts-note", { most: cut.most })} {phrase(cut.cut_reason)}</p>
      {(["control", "harmony"] as const).map((index) => (
        <div key={index}>
          <h3 class="t4">{t(`index.${index}`)}</h3>
          <table class="plain">
            <tbody>
              {each.parts.filter((one) => one.index === index).map((one) => (
                <tr key={one.id} title={phrase(one.smallest.reason)}>
                  <th scope="row">{phrase(one.name)}</th>
                  <td><Interval low={one.counted.low} middle={one.counted.median} high={one.counted.high} from={-6} to={6} zero={0} bar={1} tone={index === "control" ? "bad" : "good"} width={150} label={`${rounded(one.counted.median)}, ${rounded(one.counted.low)} … ${rounded(one.counted.high)}`} /></td>
                  <td class="n">{rounded(one.counted.median, 2)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ))}
    </section>
  );
}
