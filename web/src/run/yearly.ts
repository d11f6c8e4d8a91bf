/** Things that happen, as means over the last twelve months: a month's count is mostly luck. */
import type { Num, Series } from "../types.ts";

const YEAR = 12;

/** As the server has it, with the band of such a mean; of months that are still coming, without a band. */
export function yearly(each: Series): Series {
  if (!each.happens) return each;
  if (each.year) return { ...each, ...each.year };
  const none = each.months.map(() => null);
  return { ...each, scheme: trailing(each.scheme), twin: trailing(each.twin), difference: trailing(each.difference), low: none, high: none };
}

function trailing(values: Num[]): Num[] {
  return values.map((_, k) => {
    const some = values.slice(Math.max(0, k - YEAR + 1), k + 1).filter((one): one is number => one !== null && one !== undefined);
    return k < Math.min(YEAR, values.length) - 1 || !some.length ? null : some.reduce((a, b) => a + b, 0) / some.length;
  });
}
