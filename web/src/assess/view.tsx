/** Assess: a history of conduct, and what the rules would make of it. */
import { useEffect, useState } from "preact/hooks";
import { post, useGet, type Refused } from "../api.ts";
import { note, useLink } from "../link.ts";
import { Problems } from "../parts/problems.tsx";
import { save } from "../parts/saving.ts";
import { SchemeSelect } from "../run/controls.tsx";
import type { Problem } from "../types.ts";
import { useWays } from "../ways.ts";
import { maybe, t, term } from "../words/words.ts";
import { name } from "../lives/events.ts";
import { Outcome } from "./outcome.tsx";
import { fromLink, record, toLink, yaml, type Assessment, type History, type Row } from "./types.ts";

interface Conduct { id: string; name: string; domain: string; subjects: string[] }
interface Vocabulary { words: Record<string, string[]> }

export function AssessView() {
  const parts = useLink().with;
  const [history, setHistory] = useState<History>(() => fromLink(parts));
  const [found, setFound] = useState<Assessment | null>(null);
  const [problems, setProblems] = useState<Problem[]>([]);
  const conducts = useGet<Conduct[]>("/api/list/conducts").data ?? [];
  const words = useGet<Vocabulary>("/api/schema/record").data?.words ?? {};
  const change = (part: Partial<History>): void => setHistory({ ...history, ...part });
  const row = (at: number, part: Partial<Row>): void => change({ rows: history.rows.map((each, k) => (k === at ? { ...each, ...part } : each)) });
  useWays(`cat > record.yaml <<'END'\n${yaml(history)}END\nxinyong assess ${history.scheme} record.yaml`, `import json, subprocess\nopen("record.yaml", "w").write('''${yaml(history)}''')\ntold = json.loads(subprocess.check_output(["xinyong", "assess", "${history.scheme}", "record.yaml", "--json"]))`);
  useEffect(() => {
    note(toLink(history));
    let gone = false;
    const timer = setTimeout(() => {
      post<Assessment>("/api/assess", { scheme: history.scheme, record: record(history) }).then(
        (told) => {
          // an answer that comes late is of an older history
          if (gone) return;
          setFound(told);
          setProblems([]);
        },
        (error: Refused) => gone || setProblems(error.problems),
      );
    }, 350);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [history]);
  const mine = conducts.filter((each) => each.subjects.includes(history.kind));
  return (
    <div class="assess">
      <form class="figure" onSubmit={(event) => event.preventDefault()} aria-label={t("history")}>
        <SchemeSelect value={history.scheme} label={t("scheme")} onPick={(scheme) => change({ scheme })} />
        <div class="pair">
          <label class="field"><span>{t("who")}</span>
            <select value={history.kind} onChange={(event) => change({ kind: event.currentTarget.value })}>
              {(["person", "company", "office"] as const).map((each) => <option key={each} value={each}>{t(`a-${each}`)}</option>)}
            </select>
          </label>
          <label class="field"><span>{t("place")}</span>
            <input list="places" value={history.place} placeholder={t("no-place")} onInput={(event) => change({ place: event.currentTarget.value.trim() })} />
          </label>
          <label class="field"><span>{t(history.kind === "person" ? "born-head" : "founded-head")}</span><input value={history.born} placeholder="1980-05" inputMode="numeric" onInput={(event) => change({ born: event.currentTarget.value.trim() })} /></label>
          <label class="field"><span>{t("as-of")}</span><input value={history.as_of} placeholder="2019-06" inputMode="numeric" onInput={(event) => change({ as_of: event.currentTarget.value.trim() })} /></label>
        </div>
        <datalist id="places">{words["places"]?.map((each) => <option key={each} value={each} />)}</datalist>
        <datalist id="conducts">{mine.map((each) => <option key={each.id} value={each.id}>{term(each.id, each.name)}</option>)}</datalist>
        <fieldset>
          <legend>{t("did")}</legend>
          {history.rows.map((each, k) => (
            <div class="deed" key={k}>
              <input aria-label={`${t("month")} ${k + 1}`} value={each.month} placeholder="2018-03" inputMode="numeric" onInput={(event) => row(k, { month: event.currentTarget.value.trim() })} />
              <input aria-label={`${t("conduct")} ${k + 1}`} list="conducts" value={each.conduct} placeholder={t("conduct")} onInput={(event) => row(k, { conduct: event.currentTarget.value.trim() })} />
              <input aria-label={`${t("times")} ${k + 1}`} type="number" min={1} max={1000} value={each.times} onInput={(event) => row(k, { times: Math.max(1, Math.trunc(Number(event.currentTarget.value)) || 1) })} />
              <select aria-label={`${t("channel")} ${k + 1}`} value={each.channel} onChange={(event) => row(k, { channel: event.currentTarget.value })}>
                <option value="">{t("any-channel")}</option>
                {words["channels"]?.map((one) => <option key={one} value={one}>{maybe(`channel.${one}`, name(one))}</option>)}
              </select>
              <button type="button" class="quiet" aria-label={`${t("remove")} ${k + 1}`} onClick={() => change({ rows: history.rows.filter((_, n) => n !== k) })}>✕</button>
            </div>
          ))}
          <button type="button" onClick={() => change({ rows: [...history.rows, { month: history.rows.at(-1)?.month ?? "2018-01", conduct: "", times: 1, channel: "" }] })}>{t("add-deed")}</button>
        </fieldset>
        <p class="hint">{t("assess-note")}</p>
        <button type="button" class="quiet" onClick={() => save("record.yaml", yaml(history), "text/yaml")}>YAML</button>
      </form>
      <div class="stack" aria-live="polite">
        {problems.length > 0 && <Problems of={problems} />}
        {!found && problems.length === 0 && <p class="waiting" role="status">{t("loading")}</p>}
        {found && <Outcome of={found} stale={problems.length > 0} />}
      </div>
    </div>
  );
}
