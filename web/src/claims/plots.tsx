/** What an entry of the board says, as a chip, as words and as two small plots. */
import { rounded, unitName, UNKNOWN } from "../numbers.ts";
import { Interval } from "../parts/interval.tsx";
import type { IndicatorRow, Num } from "../types.ts";
import { maybe, t } from "../words/words.ts";
import type { Entry } from "./types.ts";

/** A colour, and a mark for those who see none. */
export const LOOKS: Record<string, { tone: string; mark: string }> = {
  holds: { tone: "good", mark: "●" }, "does not hold": { tone: "bad", mark: "○" }, depends: { tone: "depends", mark: "◐" },
  unresolved: { tone: "open", mark: "?" }, "not testable here": { tone: "open", mark: "–" },
};

export function Verdict({ of }: { of: string }) {
  const look = LOOKS[of] ?? { tone: "open", mark: "?" };
  return <span class={`chip ${look.tone}`}><span aria-hidden="true">{look.mark}</span>{maybe(`verdict.${of}`, of)}</span>;
}

/** As `show/board.py` says amounts: percent of the twin, points of percent, or the unit. */
export function amount(each: Entry, number: Num, marked: boolean, units: IndicatorRow[]): string {
  const bar = each.threshold;
  if (number === null || !bar) return UNKNOWN;
  const share = units.find((one) => one.id === bar.indicator)?.unit === "share";
  const relative = bar.compare === "relative";
  const size = relative || share ? 100 * number : number;
  const sign = size < 0 ? "−" : marked && size > 0 && bar.compare !== "level" ? "+" : "";
  return `${sign}${rounded(Math.abs(size), relative || share ? 2 : 3)}${relative ? " %" : share ? ` ${t("pt")}` : ""}`;
}

/** The bar with its sign: on which side the claim wants the effect. */
export function barAt(each: Entry): number | null {
  const bar = each.threshold;
  if (!bar) return null;
  return bar.compare === "level" || bar.direction === "up" ? bar.value : -bar.value;
}

export function barText(each: Entry, units: IndicatorRow[]): string {
  const bar = each.threshold;
  if (!bar) return UNKNOWN;
  const size = amount(each, bar.value, false, units);
  const words: Record<string, string> = { up: "≥ ", down: bar.compare === "level" ? "≤ " : "≤ −", "not-down": "> −" };
  const unit = bar.compare === "relative" ? "" : (units.find((one) => one.id === bar.indicator)?.unit ?? "");
  return `${words[bar.direction] ?? ""}${size}${unit && unit !== "share" ? ` ${unitName(unit)}` : ""}`;
}

export function Share({ of: each }: { of: Entry }) {
  if (each.probability === null) return null;
  const [low, high] = each.interval ?? [null, null];
  return (
    <Interval
      low={low} middle={each.probability} high={high} from={0} to={1} bar={0.9} floor={0.1} width={120} tone="soft"
      label={t("q-label", { q: rounded(each.probability, 2), low: rounded(low, 2), high: rounded(high, 2) })}
    />
  );
}

export function Effect({ of: each, units, width = 150 }: { of: Entry; units: IndicatorRow[]; width?: number }) {
  const effect = each.effect;
  const bar = barAt(each);
  if (!effect || effect.median === null || bar === null) return null;
  const ends = [0, bar, effect.low ?? effect.median, effect.high ?? effect.median, effect.median];
  const pad = (Math.max(...ends) - Math.min(...ends)) * 0.05;
  return (
    <Interval
      low={effect.low} middle={effect.median} high={effect.high} from={Math.min(...ends) - pad} to={Math.max(...ends) + pad} zero={0} bar={bar} width={width}
      label={t("effect-label", {
        effect: amount(each, effect.median, true, units), low: amount(each, effect.low, true, units), high: amount(each, effect.high, true, units), bar: barText(each, units),
      })}
    />
  );
}
