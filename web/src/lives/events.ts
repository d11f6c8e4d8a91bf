/** A life as events by month, so that two lives can be laid side by side. */
import { whole } from "../numbers.ts";
import { called } from "../words/called.ts";
import { phrase } from "../words/phrasing.ts";
import { lang, maybe, t, term } from "../words/words.ts";
import type { Life } from "./types.ts";

export type Tone = "plain" | "bad" | "good" | "soft";

export interface Event {
  month: string;
  kind: string;
  tone: Tone;
  says: string;
  /** The rule it came from, its place in the book and its source. */
  rule?: string;
  source?: string | null;
}

export function events(life: Life, acts: boolean): Event[] {
  const found: Event[] = [];
  const add = (month: string | null, kind: string, tone: Tone, says: string, rule?: string, source?: string | null): void => {
    if (month) found.push({ month, kind, tone, says, ...(rule ? { rule } : {}), ...(source ? { source } : {}) });
  };
  for (const each of life.acts) {
    if (each.channel) add(each.month, "act", "plain", t("ev.act-seen", { what: name(each.conduct), by: maybe(`channel.${each.channel}`, name(each.channel)), fine: each.fine ? t("ev.fine", { n: whole(each.fine) }) : "" }));
    else if (acts) add(each.month, "act", "soft", t("ev.act", { what: name(each.conduct) }));
  }
  for (const each of life.blames) add(each.month, "blame", "bad", t("ev.blamed", { what: name(each.conduct) }));
  for (const each of life.records) {
    if (each.reason === "entry") {
      const points = each.points ? t("ev.points", { n: each.points > 0 ? `+${each.points}` : String(each.points).replace("-", "−") }) : "";
      add(each.month, "record", each.genuine ? "plain" : "bad", t(each.genuine ? "ev.record" : "ev.wrong", { what: name(each.conduct), where: name(each.institution), points }));
    } else add(each.month, "exit", "good", t("ev.undone", { n: each.refers_to ?? each.record, why: maybe(`reason.${each.reason}`, each.reason) }));
  }
  for (const each of life.lists) {
    add(each.entered, "list", "bad", t("ev.listed", { list: listName(each.list) }));
    add(each.ended, "exit", "good", t("ev.unlisted", { list: listName(each.list) }));
  }
  for (const each of life.obligations) {
    add(each.opened, "debt", "plain", t(each.wrong ? "ev.debt-wrong" : "ev.debt", { n: whole(each.amount), to: name(each.creditor) }));
    for (const stage of each.stages) add(stage.month, "debt", "plain", `${maybe(`stage-of.${stage.stage}`, t("ev.stage", { what: name(stage.stage) }))}${stage.ground ? ` (${name(stage.ground)})` : ""}`);
  }
  for (const each of life.attempts) {
    if (each.outcome === "granted") continue;
    const refused = each.outcome.startsWith("refused") || each.outcome === "stayed-away";
    add(each.month, "gate", refused ? "bad" : "good", t("ev.attempt", { gate: name(each.gate), outcome: maybe(`outcome.${each.outcome}`, name(each.outcome)), why: each.cause ? `: ${name(each.cause)}` : "" }) + (each.list ? ` (${listName(each.list)})` : ""));
  }
  for (const each of life.kin_refused) add(each.month, "gate", "bad", t("ev.kin", { gate: name(each.gate ?? "") }));
  for (const each of life.named) add(each, "list", "bad", t("ev.named"));
  for (const each of life.measures) {
    const says = t("ev.measure", { does: maybe(`does.${each.does}`, name(each.does)), gate: name(each.gate ?? ""), why: each.because.includes(".") && !each.because.includes(" ") ? listName(each.because) : name(each.because) });
    add(each.since, "measure", each.does === "refuse" ? "bad" : "good", says, `${each.rule} (${each.where})`, each.source);
    add(each.until, "exit", "soft", t("ev.measure-ends", { gate: name(each.gate ?? "") }));
  }
  let last = "";
  for (const each of life.scores) {
    const now = `${each.institution} ${each.score} ${each.grade}`;
    if (now !== last) add(each.month, "score", "plain", t("ev.score", { where: name(each.institution), score: each.score, grade: each.grade ? ` ${each.grade}` : "" }));
    last = now;
  }
  return found.sort((a, b) => a.month.localeCompare(b.month));
}

/** What an id is called, or its words: `judgment-default` is judgment default. */
export function name(id: string): string {
  const known = term(id, "") || phrase(id);
  if (known !== id) return known;
  // a reason names its institution last
  return called[id] ?? id.replace(/(?<= in )[\w-]+$/, (of) => called[of] ?? of).replace(/-/g, " ");
}

/** A list by the name that its rule book gives it, where that is known. */
export function listName(id: string): string {
  const known = lang.get() === "en" ? called[id] : term(id, "");
  return known || name(id.split(".").at(-1) ?? id);
}

/** Equal events of a month told once. */
export function folded(all: Event[]): (Event & { times: number })[] {
  const found: (Event & { times: number })[] = [];
  for (const each of all) {
    const same = found.find((one) => one.says === each.says && one.month === each.month);
    if (same) same.times += 1;
    else found.push({ ...each, times: 1 });
  }
  return found;
}
