/** A point with its interval on a line, zero and a threshold marked. Small enough for a table's cell. */
export interface IntervalProps {
  low: number | null;
  middle: number | null;
  high: number | null;
  /** Ends of the axis. */
  from: number;
  to: number;
  zero?: number | null;
  bar?: number | null;
  /** Second bar: fails from here. */
  floor?: number | null;
  width?: number;
  thin?: boolean;
  tone?: "scheme" | "good" | "bad" | "soft";
  label: string;
}

export function Interval(props: IntervalProps) {
  const { low, middle, high, from, to, width = 160, label } = props;
  const reach = to - from || 1;
  const inside = width - 12;
  const x = (value: number): number => 6 + inside * Math.min(1, Math.max(0, (value - from) / reach));
  return (
    <svg class={`interval tone-${props.tone ?? "scheme"} ${props.thin ? "thin" : ""}`} width={width} height={18} viewBox={`0 0 ${width} 18`} role="img" aria-label={label}>
      <line class="axis" x1={0} x2={width} y1={9} y2={9} />
      {props.zero !== null && props.zero !== undefined && <line class="zero" x1={x(props.zero)} x2={x(props.zero)} y1={2} y2={16} />}
      {props.floor !== null && props.floor !== undefined && <line class="floor" x1={x(props.floor)} x2={x(props.floor)} y1={1} y2={17} />}
      {props.bar !== null && props.bar !== undefined && <line class="bar" x1={x(props.bar)} x2={x(props.bar)} y1={0} y2={18} />}
      {low !== null && high !== null && <line class="reach" x1={x(low)} x2={x(high)} y1={9} y2={9} />}
      {middle !== null && <circle class="middle" cx={x(middle)} cy={9} r={4} />}
    </svg>
  );
}
