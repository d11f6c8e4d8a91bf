/** A rule book, readable: each rule a sentence, where it comes from behind it. */
import { useGet } from "../api.ts";
import { Wait } from "../parts/wait.tsx";
import { lang, maybe, t } from "../words/words.ts";
import { phrase } from "../words/phrasing.ts";
import { behind, ruling } from "../words/ruling.ts";
import { name } from "../lives/events.ts";
import type { Book, Flow, Flows } from "./types.ts";
import { kindOf, title } from "./map.tsx";

export function Reader({ id, month, flows }: { id: string; month: string; flows: Flows }) {
  const gate = id.startsWith("gate:");
  const asked = useGet<Book>(gate ? null : `/api/books/${id}?month=${month}`);
  const names = new Map(flows.nodes.map((each) => [each.id, each]));
  const links = flows.links.filter((each) => each.from === id || each.to === id);
  if (gate) {
    return (
      <article class="figure book">
        <h2>{title(names.get(id), id)}</h2>
        <p class="note">{t("gate-note")}</p>
        <Links of={links} id={id} flows={flows} />
      </article>
    );
  }
  return (
    <Wait of={asked}>
      {(book) => (
        <article class="figure book" aria-live="polite">
          <h2>{lang.get() === "zh" && book.name_zh ? book.name_zh : book.name} {book.name_zh && lang.get() !== "zh" && <small lang="zh">{book.name_zh}</small>}</h2>
          <p class="note">
            {phrase(book.operator)} · {maybe(`book-kind.${book.kind}`, book.kind)} · {book.from ?? "…"} – {book.until ?? t("now")}
            {book.in_force === false && <b class="warn"> {t("not-in-force", { month })}</b>}
          </p>
          <p>{phrase(book.summary)}</p>
          {links.length > 0 && <details><summary>{t("passes", { n: links.length })}</summary><Links of={links} id={id} flows={flows} /></details>}
          {book.sections.map((section, k) => (
            <section key={section.title}>
              <details open={k < 3}>
                <summary><h3>{phrase(section.title)} <small>{section.entries.length}</small></h3></summary>
                <ul class="rules">
                  {section.entries.map((each, n) => <li key={n}>{ruling(each.says, book.id)}{each.behind && <small> {behind(each.behind)}</small>}</li>)}
                </ul>
              </details>
            </section>
          ))}
          {book.cases.length > 0 && <details><summary><h3>{t("worked-cases")} <small>{book.cases.length}</small></h3></summary><ul class="rules">{book.cases.map((each) => <li key={each.case}>{phrase(each.case)} <small>{each.as_of}</small></li>)}</ul></details>}
          {book.sources.length > 0 && (
            <details open>
              <summary><h3>{t("sources")} <small>{book.sources.length}</small></h3></summary>
              <ul class="rules">{book.sources.map((each) => (
                <li key={each.ref}><span class="mono">{each.ref}</span> {[each.author, each.title, each.date].filter(Boolean).join(", ")}{each.url && <> <a href={each.url} rel="noreferrer noopener" target="_blank">{t("link")}</a></>}</li>
              ))}</ul>
            </details>
          )}
        </article>
      )}
    </Wait>
  );
}

function Links({ of: links, id, flows }: { of: Flow[]; id: string; flows: Flows }) {
  const names = new Map(flows.nodes.map((each) => [each.id, each]));
  return (
    <ul class="rules">
      {links.map((each, k) => {
        const other = each.from === id ? each.to : each.from;
        return (
          <li key={k}>
            <i class={`line ${kindOf(each)}`} aria-hidden="true" /> {each.from === id ? "→" : "←"} {title(names.get(other), other)}: {maybe(`does.${each.does}`, name(each.does ?? ""))} <span class="mono">{each.what}</span>
            <small> {each.agreement !== id && each.agreement !== each.from && `${t("by")} ${title(names.get(each.agreement), each.agreement)}`} {each.coverage !== undefined && each.coverage !== null && t("coverage", { n: Math.round(100 * each.coverage), months: each.delay_months ?? 0 })} {each.since ?? ""}{each.until ? `–${each.until}` : ""} {behind(each.source)}</small>
          </li>
        );
      })}
    </ul>
  );
}
