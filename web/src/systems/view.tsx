/** Systems: the map of who passes what to whom in a month, and the rule books behind it. */
import { useEffect, useRef } from "preact/hooks";
import { useGet } from "../api.ts";
import { note, useLink } from "../link.ts";
import { monthName } from "../numbers.ts";
import { Problems } from "../parts/problems.tsx";
import { SchemeSelect } from "../run/controls.tsx";
import { useWays } from "../ways.ts";
import { behind } from "../words/ruling.ts";
import { t } from "../words/words.ts";
import { name } from "../lives/events.ts";
import { Reader } from "./book.tsx";
import { FlowMap } from "./map.tsx";
import type { Flows } from "./types.ts";

const FIRST = 2010 * 12;
const LAST = 2026 * 12 + 11;

function text(number: number): string {
  return `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, "0")}`;
}

function number(month: string | undefined): number {
  const found = month && /^\d{4}-\d{2}$/.test(month) ? Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 : 2020 * 12;
  return Math.min(LAST, Math.max(FIRST, found));
}

export function SystemsView() {
  const parts = useLink().with;
  const at = number(parts["month"]);
  const month = text(at);
  const scheme = parts["of"] ?? "china-2020";
  const chosen = parts["book"] ?? "";
  const asked = useGet<Flows>(`/api/flows?month=${month}&scheme=${scheme}`);
  const kept = useRef<Flows | null>(null);
  const reader = useRef<HTMLDivElement>(null);
  if (asked.data) kept.current = asked.data;
  const flows = asked.data ?? kept.current;
  useWays(`xinyong show ${chosen && !chosen.includes(":") ? chosen : scheme}`, `import xinyong as xy\nscheme = xy.load("${scheme}")\nprint([book.id for book in scheme.books])`);
  useEffect(() => {
    if (chosen && window.innerWidth < 1120) reader.current?.scrollIntoView({ block: "start", behavior: "smooth" });
  }, [chosen]);
  const data = flows?.links.filter((each) => each.from.startsWith("holder:")) ?? [];
  return (
    <div class="stack">
      <div class="dates">
        <SchemeSelect value={scheme} label={t("scheme")} onPick={(of) => note({ of, book: "" })} />
        <div class="date-line">
          <label for="month"><b>{monthName(month)}</b></label>
          <button type="button" aria-label={t("year-back")} onClick={() => note({ month: text(Math.max(FIRST, at - 12)) })}>−1</button>
          <input id="month" type="range" min={FIRST} max={LAST} step={1} value={at} aria-valuetext={month} onInput={(event) => note({ month: text(Number(event.currentTarget.value)) })} />
          <button type="button" aria-label={t("year-on")} onClick={() => note({ month: text(Math.min(LAST, at + 12)) })}>+1</button>
          <div class="date-ends"><span>2010</span><span>2014</span><span>2018</span><span>2022</span><span>2026</span></div>
        </div>
      </div>
      {asked.error && <Problems of={asked.error.problems} />}
      {!flows && !asked.error && <p class="waiting">{t("loading")}</p>}
      {flows && (
        <div class={`atlas ${chosen ? "reading" : ""}`}>
          <FlowMap of={flows} month={month} chosen={chosen} onChoose={(id) => note({ book: id === chosen ? "" : id })} />
          <div ref={reader} class="reader">{chosen ? <Reader id={chosen} month={month} flows={flows} /> : <p class="waiting">{t("choose-one")}</p>}</div>
        </div>
      )}
      {data.length > 0 && (
        <section class="figure">
          <h2 class="t">{t("data-flows")}</h2>
          <ul class="rules">{data.map((each, k) => <li key={k}>{name(each.from.slice(7))} → {name(each.to.slice(7))} <small>{t("by")} {name(each.agreement)}{each.since ? `, ${t("since", { since: each.since })}` : ""} {behind(each.source)}</small></li>)}</ul>
        </section>
      )}
    </div>
  );
}
