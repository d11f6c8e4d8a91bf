/** A slider with its name, value, ends and, where it was moved, a way back. */
import { t } from "../words/words.ts";

export interface RangeProps {
  label: string;
  value: number;
  low: number;
  high: number;
  step: number | "any";
  shown: string;
  /** Steps grow with the value. */
  log?: boolean;
  ends?: [string, string];
  moved?: boolean;
  /** Where it stands unless moved: marked on the line. */
  usual?: number;
  onMove: (value: number) => void;
  onBack?: () => void;
}

export function Range({ label, value, low, high, step, shown, log, ends, moved, usual, onMove, onBack }: RangeProps) {
  const to = (each: number): number => (log ? Math.log(each) : each);
  const from = (each: number): number => (log ? Math.exp(each) : each);
  const share = usual === undefined ? null : (to(usual) - to(low)) / (to(high) - to(low) || 1);
  return (
    <div class={`range ${moved ? "moved" : ""}`}>
      <div class="range-head">
        <span>{label}</span>
        <output>{shown}</output>
        {moved && onBack && <button type="button" class="quiet" onClick={onBack} aria-label={t("back-to", { what: label })}>↺</button>}
      </div>
      <div class="range-line">
        <input
          type="range" min={to(low)} max={to(high)} step={log ? "any" : step} value={to(value)} aria-label={label} aria-valuetext={shown}
          onInput={(event) => onMove(from(Number(event.currentTarget.value)))}
        />
        {share !== null && <i class="usual" style={{ left: `${(100 * Math.min(1, Math.max(0, share))).toFixed(1)}%` }} aria-hidden="true" />}
      </div>
      {ends && <div class="range-ends"><span>{ends[0]}</span><span>{ends[1]}</span></div>}
    </div>
  );
}
