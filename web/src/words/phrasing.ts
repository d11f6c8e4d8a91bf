/** English of the library in the page's tongue: phrases as they stand, and sentences that a rule makes of a few names. */
import { cities, phrases } from "./phrases.ts";
import { capital, lang, term } from "./words.ts";

type Made = [RegExp, (parts: string[]) => string];

const one = (id: string): string => term(id, "") || phrases[id] || id;
/** Sentences that the server makes, and how Chinese has them. */
const MADE: Made[] = [
  [/^bad entry in ([\w-]+)$/, ([of = ""]) => `${one(of)}中的不良记录`],
  [/^grade (.+) in ([\w-]+)$/, ([grades = "", of = ""]) => `${one(of)}中的等级 ${grades.replaceAll(" or ", "、")}`],
  [/^score from (.+) in ([\w-]+)$/, ([from = "", of = ""]) => `${one(of)}中 ${from} 分以上`],
  [/^([\w-]+) to (firms|the state)$/, ([what = "", whom = ""]) => `${one(what)}（${phrases[whom]}）`],
  [/^too few events: nothing to count in (\d+) % of the draws$/, ([n = ""]) => `事件太少：${n}% 的抽样中无可计数`],
  [/^too few events: (\S+) effective, at least (\d+)$/, ([n = "", least = ""]) => `事件太少：有效 ${n} 个，至少须 ${least} 个`],
  [/^luck is (\d+) % of the variance, and with other luck q may be (\S+) to (\S+)$/, ([n = "", low = "", high = ""]) => `运气占方差的 ${n}%，换一种运气 q 可为 ${low} 至 ${high}`],
  [/^q may be (\S+) to (\S+), on both sides of (\S+)$/, ([low = "", high = "", cut = ""]) => `q 可为 ${low} 至 ${high}，跨在 ${cut} 两侧`],
  [/^income quintile (\d)$/, ([n = ""]) => `收入第 ${n} 五分位`],
  [/^([\w-]+) against ([\w-]+), (\d+) months from (\S+), (\w+) frame of (\d+) citizens, seed (\d+)$/, ([a = "", b = "", months = "", from = "", frame = "", citizens = "", seed = ""]) =>
    `${one(a)}，对照 ${one(b)}；自 ${from} 起 ${months} 个月，${term(`frame.${frame}`, frame)}，${citizens} 名合成公民，运气 ${seed}`],
];

/** What an English phrase or an id is called where the page is Chinese; itself where that is not known. */
export function phrase(english: string): string {
  if (lang.get() !== "zh") return english;
  const known = phrases[english];
  if (known) return known;
  for (const [shape, say] of MADE) {
    const found = shape.exec(english);
    if (found) return say(found.slice(1));
  }
  return english;
}

/** A city of the synthetic society: one that is named, or one of a province by its number. */
export function city(id: string): string {
  if (lang.get() === "zh") {
    const number = /-(\d+)$/.exec(id)?.[1];
    return cities[id] ?? (number ? `${Number(number)} 号城市` : id.replaceAll("-", " "));
  }
  return place(id);
}

/** A province-level unit or a city by its words, each with a capital in English. */
export function place(id: string): string {
  return term(id, id.split("-").map(capital).join(" "));
}
