/** Provinces as tiles. Schematic: it shows no borders. */
import { change, level, scale, unitName } from "../numbers.ts";
import { Figure } from "../parts/figure.tsx";
import type { RunData } from "../types.ts";
import { diverging } from "../theme.ts";
import { shade } from "../theme.ts";
import { useStore } from "../store.ts";
import { place as named } from "../words/phrasing.ts";
import { t, term } from "../words/words.ts";
import { LETTERS, TILES_ZH } from "../words/places.ts";
import { lang } from "../words/words.ts";

const SIDE = 40;

export interface MapProps {
  run: RunData;
  /** What the reader chose here; else what is seen above, where enough can be said of it. */
  asked: string | undefined;
  seen: string;
  onSee: (indicator: string) => void;
  made: string;
  /** On a page that nobody can ask: nothing to choose. */
  fixed?: boolean;
}

export function TileMapFigure({ run, asked, seen, onSee, made, fixed }: MapProps) {
  useStore(shade);
  const map = run.map;
  if (!map) return null;
  const known = Object.keys(map.values);
  // of those that are mapped, the one asked for, or the one most can be said of
  const said = (each: string): number => Object.values(map.values[each] ?? {}).filter((one) => !one.thin && one.difference !== null).length;
  const id = asked && map.values[asked] ? asked : said(seen) >= 8 ? seen : ([...known].sort((a, b) => said(b) - said(a))[0] ?? "");
  const values = map.values[id] ?? {};
  const about = run.indicators.find((each) => each.id === id);
  const unit = about?.unit ?? "share";
  const alone = run.ask.against === "none";
  const told = (value: number | null | undefined): string => (alone ? level(value, unit) : `${change(value, unit)} ${unitName(unit, true)}`);
  const sure = map.tiles.flatMap((tile) => {
    const found = values[tile.id];
    return found && !found.thin && found.difference !== null ? [Math.abs(found.difference)] : [];
  });
  const reach = Math.max(...sure, 1e-12);
  const rows = Math.max(...map.tiles.map((each) => each.row)) + 1;
  const cols = Math.max(...map.tiles.map((each) => each.col)) + 1;
  const top = Math.min(...map.tiles.map((each) => each.row));
  const left = Math.min(...map.tiles.map((each) => each.col));
  const chinese = lang.get() === "zh";
  const select = !fixed && (
    <label class="inline">
      <span class="unseen">{t("indicator")}</span>
      <select value={id} onChange={(event) => onSee(event.currentTarget.value)}>
        {known.map((each) => <option key={each} value={each}>{term(each, run.indicators.find((one) => one.id === each)?.title ?? each)}</option>)}
      </select>
    </label>
  );
  const title = t(alone ? "map-title-alone" : "map-title", { what: term(id, about?.title ?? id) });
  return (
    <Figure
      title={title} tools={select} made={`${t("map-caption")} ${made}`} file={`xinyong-map-${id}`} note={`${t("map-caption")} ${t("map-hatched")}`}
      rows={() => ({
        head: [t("province"), `${t(alone ? "level" : "difference")} (${unitName(unit, !alone)})`, t("too-few")],
        rows: map.tiles.map((tile) => {
          const found = values[tile.id];
          return [place(tile), found?.difference == null ? null : found.difference * scale(unit), found?.thin ? t("yes") : ""];
        }),
      })}
    >
      <svg class="tiles" viewBox={`0 0 ${(cols - left) * SIDE} ${(rows - top) * SIDE + 44}`} role="img" aria-label={`${title}. ${t("map-caption")}`}>
        <defs>
          <pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <line class="hatch" x1="0" y1="0" x2="0" y2="5" />
          </pattern>
        </defs>
        {map.tiles.map((tile) => {
          const found = values[tile.id];
          const blank = !found || found.thin || found.difference === null;
          const at = blank ? 0 : (found.difference ?? 0) / reach;
          const x = (tile.col - left) * SIDE;
          const y = (tile.row - top) * SIDE;
          return (
            <g key={tile.id}>
              <title>{`${place(tile)}: ${found ? told(found.difference) : "–"}${found?.thin ? ` (${t("too-few")})` : ""}`}</title>
              <rect class={blank ? "tile blank" : "tile"} x={x + 1} y={y + 1} width={SIDE - 2} height={SIDE - 2} rx={4} fill={blank ? "url(#hatch)" : diverging(at)} />
              <text class={Math.abs(at) > 0.55 ? "strong" : ""} x={x + SIDE / 2} y={y + SIDE / 2 + 4} text-anchor="middle" font-size={chinese ? 12 : 11}>
                {chinese ? (TILES_ZH[tile.id] ?? tile.name) : (LETTERS[tile.id] ?? tile.name.slice(0, 2))}
              </text>
            </g>
          );
        })}
        {sure.length > 0 && <Scale reach={reach} y={(rows - top) * SIDE + 10} width={(cols - left) * SIDE} told={told} />}
      </svg>
    </Figure>
  );
}

/** The server names tiles by their letters. */
function place(tile: { id: string; name: string }): string {
  return named(tile.id);
}

function Scale({ reach, y, width, told }: { reach: number; y: number; width: number; told: (value: number) => string }) {
  const steps = 21;
  const long = Math.min(200, width - 40);
  const start = (width - long) / 2;
  return (
    <g class="scale">
      {Array.from({ length: steps }, (_, k) => (
        <rect key={k} x={start + (k * long) / steps} y={y} width={long / steps + 0.5} height={8} fill={diverging((2 * k) / (steps - 1) - 1)} />
      ))}
      <text x={start} y={y + 22} text-anchor="middle" font-size="10">{told(-reach)}</text>
      <text x={start + long / 2} y={y + 22} text-anchor="middle" font-size="10">0</text>
      <text x={start + long} y={y + 22} text-anchor="middle" font-size="10">{told(reach)}</text>
    </g>
  );
}
