/** A line of months no larger than a word, with its band. */
import type { Num } from "../types.ts";

export interface SparkProps {
  line: Num[];
  low?: Num[];
  high?: Num[];
  width?: number;
  height?: number;
}

export function Spark({ line, low, high, width = 112, height = 30 }: SparkProps) {
  const known = [...line, ...(low ?? []), ...(high ?? [])].filter((each): each is number => each !== null);
  if (!known.length) return <svg class="spark" width={width} height={height} aria-hidden="true" />;
  const least = Math.min(0, ...known);
  const most = Math.max(0, ...known);
  const x = (at: number): string => ((at / Math.max(1, line.length - 1)) * (width - 4) + 2).toFixed(1);
  const y = (value: number): string => (height - 3 - ((value - least) / (most - least || 1)) * (height - 6)).toFixed(1);
  const points = (values: Num[]): string[] => values.flatMap((value, at) => (value === null ? [] : [`${x(at)},${y(value)}`]));
  const band = low && high ? [...points(high), ...points(low).reverse()].join(" ") : "";
  return (
    <svg class="spark" width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {band && <polygon class="band" points={band} />}
      <line class="zero" x1={0} x2={width} y1={y(0)} y2={y(0)} />
      <polyline class="line" points={points(line).join(" ")} />
    </svg>
  );
}
