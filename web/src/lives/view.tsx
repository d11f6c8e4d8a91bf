/** Lives: one subject of the run shown, beside itself in the world without the scheme. */
import { useEffect, useState } from "preact/hooks";
import { get, useGet, type Refused } from "../api.ts";
import { note, useLink } from "../link.ts";
import { monthName } from "../numbers.ts";
import { Problems } from "../parts/problems.tsx";
import { save } from "../parts/saving.ts";
import { Wait } from "../parts/wait.tsx";
import { toLink } from "../run/ask.ts";
import { open, resultsHash, state } from "../run/state.ts";
import { Strip } from "../run/strip.tsx";
import { useNames } from "../run/names.ts";
import { useStore } from "../store.ts";
import type { Problem } from "../types.ts";
import { useWays } from "../ways.ts";
import { called } from "../words/called.ts";
import { city, place } from "../words/phrasing.ts";
import { maybe, t } from "../words/words.ts";
import { Beside, Seen, Ways, waysOut } from "./beside.tsx";
import { events, folded, name, type Event } from "./events.ts";
import { Lanes } from "./lanes.tsx";
import type { Dossier } from "./types.ts";

const PICKS = ["worst-hit", "wrongly-listed", "median"] as const;

export function LivesView() {
  const now = useStore(state);
  const names = useNames();
  const parts = useLink().with;
  const [problems, setProblems] = useState<Problem[]>([]);
  const [typed, setTyped] = useState("");
  useEffect(() => void open(), []);
  const run = now.shown?.run ?? null;
  const busy = now.phase === "queued" || now.phase === "running";
  const subject = parts["subject"] ?? "";
  const pick = (how: string): void => {
    setProblems([]);
    if (!run) return;
    get<{ subject: number }>(`/api/runs/${run}/pick/${how}`).then(
      (found) => note({ subject: String(found.subject), how }),
      (error: Refused) => setProblems(error.problems),
    );
  };
  useEffect(() => {
    if (run && !busy && !subject) pick("worst-hit");
    // a life is one of a run: the link asks for the same run elsewhere
    if (now.shown && !busy) note({ ...toLink(now.shown.ask), run: now.shipped ? "" : now.shown.run, hash: resultsHash(now.shown) });
  }, [run, busy]);
  const asked = useGet<Dossier>(run && subject && !busy ? `/api/runs/${run}/dossier/${subject}` : null);
  const folder = now.shown?.command.match(/--out (\S+)/)?.[1] ?? "RUN";
  useWays(`${now.shown?.command ?? "xinyong run"}\nxinyong dossier ${folder} ${subject || "--pick worst-hit"}`, `import xinyong as xy\nrun = xy.open("${folder}")\nprint(run.dossier(${subject || 0}))`);
  return (
    <div class="lives">
      <div class="picker">
        <div class="tabs" role="group" aria-label={t("pick")}>
          {PICKS.map((each) => <button key={each} type="button" aria-pressed={parts["how"] === each} onClick={() => pick(each)}>{t(`pick.${each}`)}</button>)}
        </div>
        <form onSubmit={(event) => { event.preventDefault(); if (/^\d+$/.test(typed)) note({ subject: typed, how: "" }); }}>
          <label class="inline"><span>{t("number")}</span> <input type="text" inputMode="numeric" pattern="[0-9]+" value={typed} placeholder={subject} onInput={(event) => setTyped(event.currentTarget.value.trim())} /></label>
          <button type="submit">{t("open")}</button>
        </form>
        {now.shown && <p class="hint">{t("of-run", { scheme: names(now.shown.ask.scheme), seed: now.shown.ask.seed })}</p>}
      </div>
      {(busy || now.phase === "failed") && <Strip />}
      {problems.length > 0 && <Problems of={problems} />}
      {run && subject && !busy && <Wait of={asked}>{(data) => <Story of={data} made={`Xinyong · ${now.shown?.command ?? ""}`} />}</Wait>}
      {!run && now.phase !== "opening" && <p class="waiting">{t("no-run")}</p>}
    </div>
  );
}

function Story({ of: data, made }: { of: Dossier; made: string }) {
  for (const each of waysOut(data) as { list?: string | null; name?: string }[]) if (each.list && each.name) called[each.list] ??= each.name;
  return (
    <div class="stack">
      <Who of={data} />
      <Lanes of={data} made={made} />
      <div class="two"><Beside of={data} /><Seen of={data} /></div>
      <Ways of={data} />
      <Timeline of={data} />
      <p class="files"><button type="button" class="quiet" onClick={() => save(`xinyong-dossier-${data.subject}.json`, JSON.stringify(data, null, 1), "application/json")}>JSON</button></p>
    </div>
  );
}

function Who({ of: data }: { of: Dossier }) {
  const about = data.about;
  const word = (key: string): string => (about[key] === undefined || about[key] === null ? "" : maybe(`who.${String(about[key])}`, name(String(about[key]))));
  const flags = Object.entries(about).filter(([key, value]) => value === true && key !== "urban").map(([key]) => maybe(`is.${key}`, name(key.replace(/_/g, " "))));
  return (
    <header class="who">
      <h2>{t(`a-${data.kind as "person"}`)} <small>{t("subject-n", { n: data.subject })}</small></h2>
      <p>
        {t("lives-in", { city: city(String(about["city"] ?? "")), province: place(String(about["province"] ?? "")), area: t(about["urban"] ? "in-town" : "in-country") })}
        {[about["born"] && t("born", { month: String(about["born"]) }), about["founded"] && t("founded", { month: String(about["founded"]) }), word("sex"), word("education"), word("work"), word("sector"), word("size"), word("owner"),
          about["income_quintile"] && t("quintile", { n: String(about["income_quintile"]) }), ...flags].filter(Boolean).join(" · ")}
        {data.household.length > 0 && ` · ${t("household", { n: data.household.length + 1 })}`}
      </p>
      <p class="hint">{t("synthetic")}</p>
    </header>
  );
}

function Timeline({ of: data }: { of: Dossier }) {
  const [acts, setActs] = useState(false);
  const names = useNames();
  const left = folded(events(data.life, acts));
  const right = data.twin ? folded(events(data.twin, acts)) : [];
  const months = [...new Set([...left, ...right].map((each) => each.month))].sort();
  return (
    <section class="figure">
      <div class="figure-head"><h2 class="t">{t("timeline")}</h2>
        <label class="switch"><input type="checkbox" role="switch" checked={acts} onChange={(event) => setActs(event.currentTarget.checked)} /><span>{t("unseen-acts")}</span></label>
      </div>
      <div class={`timeline ${data.twin ? "paired" : ""}`} role="table" aria-label={t("timeline")}>
        <div class="row heads" role="row">
          <span role="columnheader">{t("month")}</span><b role="columnheader" class="world-a">{names(data.life.scheme)}</b>
          {data.twin && <b role="columnheader" class="world-b">{names(data.twin.scheme)}</b>}
        </div>
        {months.map((month) => (
          <div class="row" role="row" key={month}>
            <time role="rowheader" dateTime={month}>{monthName(month)}</time>
            <Cell of={left.filter((each) => each.month === month)} />
            {data.twin && <Cell of={right.filter((each) => each.month === month)} twin />}
          </div>
        ))}
      </div>
    </section>
  );
}

function Cell({ of: all, twin }: { of: (Event & { times: number })[]; twin?: boolean }) {
  return (
    <div role="cell" class={twin ? "cell twin" : "cell"}>
      <ul>
        {all.map((each, k) => (
          <li key={k} class={`event ${each.tone}`}>
            <span>{each.says}{each.times > 1 ? ` ×${each.times}` : ""}</span>
            {each.rule && <details><summary>{t("rule")}</summary><span class="mono">{each.rule}</span>{each.source ? ` ${each.source}` : ` ${t("no-source")}`}</details>}
          </li>
        ))}
      </ul>
    </div>
  );
}
