/** Things that happen, of the twelve months that end with each: a month's count is mostly luck. */
import type { Num, Series } from "../types.ts";

const YEAR = 12;

export function yearly(each: Series): Series {
  if (!each.happens) return each;
  if (each.year) return { ...each, ...each.year };
  const difference = trailing(each.difference);
  // while a run goes on, and in one that an older version kept, means of months stand in for the year's own figure:
  // the spread of a mean is at most the mean of the spreads: the band errs to the wide side, never to the other
  const half = trailing(each.high.map((high, k) => {
    const low = each.low[k];
    return high === null || low === null || low === undefined ? null : (high - low) / 2;
  }));
  const beside = (sign: number): Num[] => difference.map((one, k) => {
    const wide = half[k];
    return one === null || wide === null || wide === undefined ? null : one + sign * wide;
  });
  return { ...each, scheme: trailing(each.scheme), twin: trailing(each.twin), difference, low: beside(-1), high: beside(1) };
}

function trailing(values: Num[]): Num[] {
  return values.map((_, k) => {
    const some = values.slice(Math.max(0, k - YEAR + 1), k + 1).filter((one): one is number => one !== null && one !== undefined);
    return k < Math.min(YEAR, values.length) - 1 || !some.length ? null : some.reduce((a, b) => a + b, 0) / some.length;
  });
}
