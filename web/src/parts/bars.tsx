/** Stacked bars across, a row each: counts by kind, told apart by colour, order and their numbers. */
export interface Bar {
  name: string;
  parts: { key: string; value: number }[];
}

export interface BarsProps {
  rows: Bar[];
  /** Key, name and class of colour of each part, in order. */
  keys: { key: string; name: string; tone: string }[];
  label: string;
  /** Room for names. */
  room?: number;
}

/** Windows in which a figure is drawn narrow rather than made small. */
export const NARROW = 560;
/** Width of a figure that is not: as wide as it is shown, so that its words are as large as those around it. */
export const WIDE = 736;
const LEGEND = 18;
const MARK = 10;

/** About how wide words are, at the size that these figures have. */
function wide(text: string): number {
  return [...text].reduce((sum, each) => sum + (/[\u2e80-\uffef]/.test(each) ? 13 : 7.2), 0);
}

/** A name in the room that it has, its end left out where it is longer. */
function cut(name: string, room: number): string {
  let text = name;
  while (text && wide(text === name ? text : `${text}…`) > room) text = text.slice(0, -1);
  return text === name ? name : `${text.trimEnd()}…`;
}

/** Where each entry of a legend begins, none over another: row by row, as wide as its words. */
function placed(names: string[], start: number, width: number): { x: number; row: number }[] {
  let x = start;
  let row = 0;
  return names.map((name) => {
    const end = MARK + 6 + wide(name);
    if (x > start && x + end > width) {
      x = start;
      row += 1;
    }
    const at = { x, row };
    x += end + 18;
    return at;
  });
}

export function Bars({ rows, keys, label, room: wanted = 150 }: BarsProps) {
  const narrow = window.innerWidth < NARROW;
  const width = narrow ? 350 : WIDE;
  const room = narrow ? (wanted > 150 ? 150 : Math.min(wanted, 104)) : wanted;
  const legend = placed(keys.map((each) => each.name), narrow ? 0 : room, width);
  const head = ((legend.at(-1)?.row ?? 0) + 1) * LEGEND + 10;
  const most = Math.max(1, ...rows.map((each) => each.parts.reduce((sum, part) => sum + part.value, 0)));
  const step = 26;
  const tall = rows.length * step + head + 2;
  const at = (value: number): number => (value / most) * (width - room - 34);
  return (
    <svg class="bars" viewBox={`0 0 ${width} ${tall}`} role="img" aria-label={label}>
      {keys.map((each, k) => (
        <g key={each.key} class={each.tone}>
          <rect x={legend[k]?.x} y={3 + (legend[k]?.row ?? 0) * LEGEND} width={MARK} height={MARK} />
          <text x={(legend[k]?.x ?? 0) + MARK + 6} y={12 + (legend[k]?.row ?? 0) * LEGEND}>{each.name}</text>
        </g>
      ))}
      {rows.map((row, k) => {
        const y = head + k * step;
        let x = room;
        const sum = row.parts.reduce((all, part) => all + part.value, 0);
        return (
          <g key={row.name}>
            <text x={room - 8} y={y + 14} text-anchor="end"><title>{row.name}</title>{cut(row.name, room - 8)}</text>
            {keys.map((key) => {
              const value = row.parts.find((part) => part.key === key.key)?.value ?? 0;
              const long = at(value);
              const start = x;
              x += long;
              return value > 0 && (
                <g key={key.key} class={key.tone}>
                  <title>{`${row.name}, ${key.name}: ${value}`}</title>
                  <rect x={start} y={y} width={Math.max(1, long - 1)} height={18} />
                  {long > 16 && <text class="in" x={start + long / 2} y={y + 13.5} text-anchor="middle">{value}</text>}
                </g>
              );
            })}
            <text class="sum" x={x + 5} y={y + 14}>{sum}</text>
          </g>
        );
      })}
    </svg>
  );
}
