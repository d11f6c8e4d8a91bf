/** Institutions on the left, what they reach on the right; a line where one tells, refuses or favours. */
import { useState } from "preact/hooks";
import { Figure } from "../parts/figure.tsx";
import { behind } from "../words/ruling.ts";
import { lang, maybe, t, term } from "../words/words.ts";
import { name } from "../lives/events.ts";
import type { Flow, Flows, Node } from "./types.ts";

const ROW = 22;
const GAP = 16;
const LEFT = 310;
const RIGHT = 530;
const WIDTH = 800;
const SETTINGS = ["LAW", "CITY", "COM", "CORP", "FICT"];

type Kind = "tells" | "refuse" | "favour";

export function kindOf(link: Flow): Kind {
  return link.does === "refuse" ? "refuse" : link.does === "tells" || link.does === undefined ? "tells" : "favour";
}

interface Pair {
  from: string;
  to: string;
  kinds: Set<Kind>;
  links: Flow[];
}

function pairs(links: Flow[]): Pair[] {
  const found = new Map<string, Pair>();
  for (const each of links) {
    const key = `${each.from} ${each.to}`;
    const pair = found.get(key) ?? { from: each.from, to: each.to, kinds: new Set<Kind>(), links: [] };
    pair.kinds.add(kindOf(each));
    pair.links.push(each);
    found.set(key, pair);
  }
  return [...found.values()];
}

export function title(node: Node | undefined, id: string): string {
  if (!node) return name(id.replace(/^\w+:/, ""));
  // a gate's Chinese name is learned with those of all gates
  return lang.get() === "zh" ? node.title_zh || term(id.replace(/^\w+:/, ""), node.title) : node.title;
}

export interface MapProps {
  of: Flows;
  month: string;
  chosen: string;
  onChoose: (id: string) => void;
}

export function FlowMap({ of: data, month, chosen, onChoose }: MapProps) {
  const [over, setOver] = useState("");
  const books = data.nodes.filter((each) => each.kind !== "gate" && each.kind !== "holder");
  const gates = data.nodes.filter((each) => each.kind === "gate");
  const all = pairs(data.links.filter((each) => !each.from.startsWith("holder:")));
  const seen = over || chosen;
  const degree = (id: string): number => all.filter((each) => each.from === id || each.to === id).length;
  const left: { node: Node; y: number }[] = [];
  const heads: { text: string; y: number }[] = [];
  let y = 16;
  for (const setting of SETTINGS) {
    const some = books.filter((each) => each.setting === setting).sort((a, b) => degree(b.id) - degree(a.id) || a.title.localeCompare(b.title));
    if (!some.length) continue;
    heads.push({ text: maybe(`systems.${setting}`, setting), y });
    y += ROW;
    for (const node of some) {
      left.push({ node, y });
      y += ROW;
    }
    y += GAP;
  }
  const tall = Math.max(y, gates.length * ROW + 60);
  const step = Math.min(34, (tall - 50) / Math.max(1, gates.length));
  const place = new Map(left.map((each) => [each.node.id, each.y]));
  const ordered = [...gates].sort((a, b) => middle(a.id, all, place) - middle(b.id, all, place));
  const right = ordered.map((node, k) => ({ node, y: 38 + k * step }));
  right.forEach((each) => place.set(each.node.id, each.y));
  const touches = (pair: Pair): boolean => !seen || pair.from === seen || pair.to === seen || pair.links.some((each) => each.agreement === seen);
  const lit = new Set(seen ? [seen, ...all.filter(touches).flatMap((each) => [each.from, each.to])] : []);
  const year = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7));
  const fresh = (node: Node): boolean => node.since !== null && year - (Number(node.since.slice(0, 4)) * 12 + Number(node.since.slice(5, 7))) < 12;
  const names = new Map(data.nodes.map((each) => [each.id, each]));
  const label = t("systems-title", { n: books.length, links: all.length, month });
  return (
    <Figure
      title={label} made={`Xinyong · ${month}`} file={`xinyong-systems-${month}`}
      note={<span class="legend"><i class="line tells" /> {t("does-tells")} <i class="line refuse" /> {t("does-refuse")} <i class="line favour" /> {t("does-favour")} <i class="new-dot" /> {t("new-this-year")}</span>}
      rows={() => ({
        head: [t("from"), t("reaches"), t("what"), t("does"), t("by"), t("since-head"), t("source")],
        rows: data.links.map((each) => [title(names.get(each.from), each.from), title(names.get(each.to), each.to), each.what, maybe(`does.${each.does}`, each.does ?? t("does-data")), each.agreement, each.since, behind(each.source)]),
      })}
    >
      <div class="sideways" tabIndex={0} role="region" aria-label={label}>
        <svg class="flows" viewBox={`0 0 ${WIDTH} ${tall}`} role="group" aria-label={label} onMouseLeave={() => setOver("")}>
          <g class="curves" aria-hidden="true">
            {all.map((pair) => {
              const y1 = (place.get(pair.from) ?? 0) - 4;
              const y2 = (place.get(pair.to) ?? 0) - 4;
              return [...pair.kinds].map((kind, k) => (
                <path key={pair.from + pair.to + kind} class={`curve ${kind} ${seen ? (touches(pair) ? "lit" : "dim") : ""}`} d={`M${LEFT + 10},${y1 + k * 2}C${LEFT + 120},${y1 + k * 2} ${RIGHT - 120},${y2 + k * 2} ${RIGHT - 8},${y2 + k * 2}`} />
              ));
            })}
          </g>
          {heads.map((each) => <text key={each.text} class="head" x={0} y={each.y}>{each.text}</text>)}
          <text class="head" x={RIGHT} y={16}>{t("gates")}</text>
          {left.map(({ node, y: at }) => (
            <Spot key={node.id} node={node} x={0} y={at} end={LEFT} lit={!seen || lit.has(node.id)} chosen={node.id === chosen} fresh={fresh(node)} onOver={setOver} onChoose={onChoose} />
          ))}
          {right.map(({ node, y: at }) => (
            <Spot key={node.id} node={node} x={RIGHT} y={at} end={WIDTH} lit={!seen || lit.has(node.id)} chosen={node.id === chosen} fresh={false} onOver={setOver} onChoose={onChoose} />
          ))}
        </svg>
      </div>
    </Figure>
  );
}

function middle(id: string, all: Pair[], place: Map<string, number>): number {
  const ends = all.filter((each) => each.to === id).map((each) => place.get(each.from) ?? 0);
  return ends.length ? ends.reduce((a, b) => a + b, 0) / ends.length : 0;
}

/** As many whole words as there is room for: what is seen begins what is read out. */
function cut(text: string, room: number): string {
  let wide = 0;
  let last = 0;
  for (let k = 0; k < text.length; k++) {
    const han = /[\u2e80-\uffef]/.test(text[k] ?? "");
    if (han || text[k] === " ") last = k;
    wide += han ? 12.4 : 6.5;
    if (wide > room) return text.slice(0, last || k);
  }
  return text;
}

interface SpotProps {
  node: Node;
  x: number;
  y: number;
  end: number;
  lit: boolean;
  chosen: boolean;
  fresh: boolean;
  onOver: (id: string) => void;
  onChoose: (id: string) => void;
}

function Spot({ node, x, y, end, lit, chosen, fresh, onOver, onChoose }: SpotProps) {
  const text = title(node, node.id);
  const shown = cut(text, end - x - 14).trimEnd();
  return (
    <g
      class={`spot ${lit ? "" : "dim"} ${chosen ? "chosen" : ""}`} role="button" tabIndex={0} aria-pressed={chosen} aria-label={text}
      onMouseEnter={() => onOver(node.id)} onFocus={() => onOver(node.id)} onBlur={() => onOver("")} onClick={() => onChoose(node.id)}
      onKeyDown={(event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); onChoose(node.id); } }}
    >
      <title>{`${text}${node.since ? ` (${t("since", { since: node.since })})` : ""}`}</title>
      <rect x={x - 4} y={y - 15} width={end - x + 4} height={20} rx={4} />
      <text x={x} y={y}>{shown}{shown !== text && <tspan aria-hidden="true">…</tspan>}</text>
      {fresh && <circle class="fresh" cx={end - 4} cy={y - 5} r={3.5} />}
    </g>
  );
}
