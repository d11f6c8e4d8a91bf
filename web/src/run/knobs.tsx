/** Sliders made from the register of assumptions. Only those that were moved are asked for. */
import { useState } from "preact/hooks";
import { useGet } from "../api.ts";
import { useStore } from "../store.ts";
import { rounded } from "../numbers.ts";
import { Range } from "../parts/range.tsx";
import type { Assumption } from "../types.ts";
import { phrase } from "../words/phrasing.ts";
import { maybe, t, term } from "../words/words.ts";
import { move, state } from "./state.ts";

const MOST = 40;

/** Numbers of rules by their book; the engine's by their phase. */
function group(each: Assumption): string {
  if (each.phase !== "rules") return each.phase;
  const [kind, name] = each.id.split(".");
  return kind === "book" && name ? `book ${name}` : "rules";
}

export function groupName(id: string): string {
  return id.startsWith("book ") ? term(id.slice(5), id.slice(5)) : maybe(`phase.${id}`, id);
}

export function Knobs() {
  const now = useStore(state);
  const { data } = useGet<Assumption[]>(`/api/list/assumptions`);
  const [words, setWords] = useState("");
  const [open, setOpen] = useState<string | null>(null);
  if (!data) return <p class="waiting">{t("loading")}</p>;
  const moved = data.filter((each) => each.id in now.ask.set);
  const sought = words.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const hits = sought.length
    ? data.filter((each) => sought.every((word) => `${each.id} ${each.meaning} ${phrase(each.meaning)} ${each.source} ${phrase(each.source)} ${each.phase}`.toLowerCase().includes(word)))
    : [];
  const groups = grouped(data);
  const names = [...groups.keys()];
  const engine = names.filter((each) => !each.startsWith("book ") && each !== "rules");
  const books = names.filter((each) => each.startsWith("book ") || each === "rules");
  const section = (name: string) => (
    <details key={name} open={open === name} onToggle={(event) => setOpen(event.currentTarget.open ? name : open === name ? null : open)}>
      <summary>{groupName(name)} <small>{groups.get(name)?.length}</small></summary>
      {open === name && groups.get(name)?.map((each) => <Knob key={each.id} of={each} />)}
    </details>
  );
  return (
    <section class="knobs" aria-label={t("assumptions")}>
      <h2 class="t">{t("assumptions")} <small>{data.length}</small></h2>
      <p class="hint">{t("assumptions-hint")}</p>
      {moved.length > 0 && (
        <div class="moved-list">
          <h3 class="t4">{t("moved", { n: moved.length })} <button type="button" class="quiet" onClick={() => moved.forEach((each) => move(each.id, null))}>{t("all-back")}</button></h3>
          {moved.map((each) => <Knob key={each.id} of={each} />)}
        </div>
      )}
      <input type="search" placeholder={t("search-assumptions")} aria-label={t("search-assumptions")} value={words} onInput={(event) => setWords(event.currentTarget.value)} />
      {sought.length > 0 ? (
        <div>
          <p class="hint" role="status">{t("found", { n: hits.length })}{hits.length > MOST ? ` ${t("first-of", { n: MOST })}` : ""}</p>
          {hits.slice(0, MOST).map((each) => <Knob key={each.id} of={each} />)}
        </div>
      ) : (
        <>
          <h3 class="t4">{t("of-the-model")}</h3>
          {engine.map(section)}
          <h3 class="t4">{t("of-the-rules")}</h3>
          {books.map(section)}
        </>
      )}
    </section>
  );
}

function grouped(data: Assumption[]): Map<string, Assumption[]> {
  const found = new Map<string, Assumption[]>();
  for (const each of data) {
    const name = group(each);
    found.set(name, [...(found.get(name) ?? []), each]);
  }
  return found;
}

export function Knob({ of: each }: { of: Assumption }) {
  const now = useStore(state);
  const value = now.ask.set[each.id] ?? each.value;
  const fine = (number: number): number => Number(number.toPrecision(3));
  return (
    <div class="knob">
      <Range
        label={phrase(each.meaning)} value={value} low={each.low} high={each.high} step={"any"} shown={`${rounded(value)} ${phrase(each.unit)}`}
        ends={[rounded(each.low), rounded(each.high)]} moved={each.id in now.ask.set} usual={each.value}
        onMove={(next) => move(each.id, fine(next))} onBack={() => move(each.id, null)}
      />
      <details class="source">
        <summary><span class="mono">{each.id}</span> <span class={`standing ${standing(each)}`}>{t(`standing.${standing(each)}`)}</span></summary>
        <p>{t("usual-value")} {rounded(each.value)} {phrase(each.unit)}; {t("range")} {t("to", { a: rounded(each.low), b: rounded(each.high) })}. {phrase(each.source)}.</p>
      </details>
    </div>
  );
}

/** The engine's numbers are assumptions whatever their source; of rules it is said. */
export function standing(each: Assumption): "statute" | "report" | "assumption" | "choice" {
  const told = each.standing ?? (each.phase === "rules" ? each.source : "assumption");
  return told === "statute" || told === "report" || told === "choice" ? told : "assumption";
}
