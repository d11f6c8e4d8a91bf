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
const LEGEND = 16;

export function Bars({ rows, keys, label, room: wanted = 150 }: BarsProps) {
  const narrow = window.innerWidth < NARROW;
  const width = narrow ? 350 : 560;
  const room = narrow ? Math.min(wanted, 104) : wanted;
  const start = narrow || keys.length > 3 ? 0 : room;
  const gap = narrow ? 112 : 120;
  const across = Math.max(1, Math.floor((width - start) / gap));
  const head = Math.ceil(keys.length / across) * LEGEND + 10;
  const most = Math.max(1, ...rows.map((each) => each.parts.reduce((sum, part) => sum + part.value, 0)));
  const step = 26;
  const tall = rows.length * step + head + 2;
  const at = (value: number): number => (value / most) * (width - room - 34);
  return (
    <svg class="bars" viewBox={`0 0 ${width} ${tall}`} role="img" aria-label={label}>
      {keys.map((each, k) => (
        <g key={each.key} class={each.tone}>
          <rect x={start + (k % across) * gap} y={4 + Math.floor(k / across) * LEGEND} width={10} height={10} />
          <text x={start + (k % across) * gap + 15} y={13 + Math.floor(k / across) * LEGEND}>{each.name}</text>
        </g>
      ))}
      {rows.map((row, k) => {
        const y = head + k * step;
        let x = room;
        const sum = row.parts.reduce((all, part) => all + part.value, 0);
        return (
          <g key={row.name}>
            <text x={room - 8} y={y + 14} text-anchor="end">{row.name.length > room / 6.5 ? `${row.name.slice(0, Math.floor(room / 6.5))}…` : row.name}</text>
            {keys.map((key) => {
              const value = row.parts.find((part) => part.key === key.key)?.value ?? 0;
              const wide = at(value);
              const start = x;
              x += wide;
              return value > 0 && (
                <g key={key.key} class={key.tone}>
                  <title>{`${row.name}, ${key.name}: ${value}`}</title>
                  <rect x={start} y={y} width={Math.max(1, wide - 1)} height={18} />
                  {wide > 16 && <text class="in" x={start + wide / 2} y={y + 13.5} text-anchor="middle">{value}</text>}
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
