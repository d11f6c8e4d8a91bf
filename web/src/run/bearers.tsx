/** Who bears it: the difference group by group, how groups are made one click away. */
import { change, interval, level, scale, unitName, whole } from "../numbers.ts";
import { Figure } from "../parts/figure.tsx";
import type { GroupRow, RunData } from "../types.ts";
import { phrase } from "../words/phrasing.ts";
import { maybe, t, term } from "../words/words.ts";

export interface BearersProps {
  run: RunData;
  asked: string | undefined;
  seen: string;
  by: string;
  onSee: (indicator: string) => void;
  onBy: (by: string) => void;
  made: string;
  /** On a page that nobody can ask: nothing to choose. */
  fixed?: boolean;
}

export function Bearers({ run, asked, seen, by, onSee, onBy, made, fixed }: BearersProps) {
  const groupings = run.groups.by;
  const chosen = groupings.find((each) => each.id === by) ?? groupings[0];
  if (!chosen) return null;
  const known = [...new Set(chosen.rows.map((each) => each.indicator))];
  const told = (each: string): number => chosen.rows.filter((row) => row.indicator === each && !row.thin && row.difference !== null && row.difference !== 0).length;
  const id = asked && known.includes(asked) ? asked : told(seen) > 0 ? seen : ([...known].sort((a, b) => told(b) - told(a))[0] ?? "");
  const about = run.indicators.find((each) => each.id === id);
  const unit = about?.unit ?? "share";
  const rows = chosen.rows.filter((each) => each.indicator === id);
  const alone = run.ask.against === "none";
  const title = t("bearers-title", { what: term(id, about?.title ?? id) });
  const counted = `${t(alone ? "level" : "difference")}, ${unitName(unit, !alone)}`;
  const groupTitle = (each: { id: string; title: string }): string => maybe(`by.${each.id}`, each.title);
  return (
    <Figure
      title={title} made={made} file={`xinyong-groups-${id}-${chosen.id}`}
      tools={!fixed &&
        <div class="tools">
          <label class="inline">
            <span class="unseen">{t("indicator")}</span>
            <select value={id} onChange={(event) => onSee(event.currentTarget.value)}>
              {known.map((each) => <option key={each} value={each}>{term(each, run.indicators.find((one) => one.id === each)?.title ?? each)}</option>)}
            </select>
          </label>
          <div class="tabs" role="group" aria-label={t("groups-by")}>
            {groupings.map((each) => (
              <button key={each.id} type="button" aria-pressed={each.id === chosen.id} onClick={() => onBy(each.id)}>{groupTitle(each)}</button>
            ))}
          </div>
        </div>
      }
      note={
        <details>
          <summary>{t("how-groups", { what: groupTitle(chosen) })}</summary>
          {phrase(chosen.definition)} {t("groups-note")} <b>{term(id, about?.title ?? id)}</b>: <span class="mono">{about?.definition}</span>
        </details>
      }
      rows={() => ({
        head: [t("group"), "n", t("with-scheme"), t("with-twin"), `${t("difference")} (${unitName(unit, true)})`, t("low"), t("high"), t("too-few")],
        rows: rows.map((each) => [groupLabel(each), each.n, ...[each.scheme, each.twin, each.difference, each.low, each.high].map((one) => (one === null ? null : one * scale(unit))), each.thin ? t("yes") : ""]),
      })}
    >
      <div data-sub={counted}><h3 class="t4">{counted}</h3><Dots rows={rows} unit={unit} alone={alone} label={title} /></div>
    </Figure>
  );
}

export function groupLabel(each: GroupRow): string {
  return maybe(`group.${each.group}`, each.label);
}

const HEIGHT = 30;

/** A dot and its interval for every group, against a common zero. */
function Dots({ rows, unit, alone, label }: { rows: GroupRow[]; unit: string; alone: boolean; label: string }) {
  const value = (each: GroupRow): number | null => (alone ? each.scheme : each.difference);
  const ends = rows.flatMap((each) => [value(each), ...(each.thin || alone ? [] : [each.low, each.high])]).filter((each): each is number => each !== null);
  const low = Math.min(0, ...ends);
  const high = Math.max(0, ...ends);
  const pad = (high - low) * 0.06 || 1;
  const width = 420;
  const start = 128;
  const end = width - 92;
  const x = (at: number): number => start + ((at - low + pad) / (high - low + 2 * pad)) * (end - start);
  const tall = rows.length * HEIGHT + 22;
  return (
    <svg class="dots" viewBox={`0 0 ${width} ${tall}`} role="img" aria-label={label}>
      <line class="zero" x1={x(0)} x2={x(0)} y1={2} y2={tall - 18} />
      <text class="tick" x={x(0)} y={tall - 4} text-anchor="middle">0</text>
      {rows.map((each, k) => {
        const y = k * HEIGHT + HEIGHT / 2;
        const at = value(each);
        const told = alone ? level(at, unit) : each.difference === 0 && each.low === 0 && each.high === 0 ? t("the-same") : change(at, unit);
        return (
          <g key={each.group} class={each.thin ? "thin" : ""}>
            <title>{`${groupLabel(each)}: ${told}; ${interval(each.low, each.high, unit)}${each.n === null ? "" : `; n ${whole(each.n)}`}${each.thin ? `; ${t("too-few")}` : ""}`}</title>
            <line class="axis" x1={start} x2={end} y1={y} y2={y} />
            <text class="name" x={0} y={y + 4}>{groupLabel(each)}</text>
            {!alone && each.low !== null && each.high !== null && <line class="reach" x1={x(Math.max(low - pad, each.low))} x2={x(Math.min(high + pad, each.high))} y1={y} y2={y} />}
            {at !== null && <circle class="middle" cx={x(at)} cy={y} r={4.5} />}
            <text class="value" x={width} y={y + 4} text-anchor="end">{each.thin && !alone ? t("too-few") : told}</text>
          </g>
        );
      })}
    </svg>
  );
}
