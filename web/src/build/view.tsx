/** Build: write a reform, scheme or rule book, checked as it is typed; run it, keep it. */
import { useEffect, useMemo, useState } from "preact/hooks";
import { post, useGet, type Refused } from "../api.ts";
import { go, note, useLink } from "../link.ts";
import { pack, unpack } from "../packing.ts";
import { save } from "../parts/saving.ts";
import { toast } from "../parts/toast.tsx";
import { start, withFiles } from "../run/state.ts";
import type { Problem } from "../types.ts";
import { useWays, written } from "../ways.ts";
import { t } from "../words/words.ts";
import { vocabulary } from "./completing.ts";
import { Editor } from "./editor.tsx";
import { FIRST, idOf, KINDS, pathOf, sent, twinOf, type Kind } from "./files.ts";

interface Schema { schema: unknown; words: Record<string, string[]> }

/** What was written of each kind, while another is looked at. */
const drafts: Partial<Record<Kind, string>> = {};

export function BuildView() {
  const parts = useLink().with;
  const kind = KINDS.find((each) => each === parts["kind"]) ?? "reform";
  // a text that came in the link is unfolded first
  const [text, setText] = useState<string | null>(parts["text"] ? null : FIRST[kind]);
  const [problems, setProblems] = useState<Problem[]>([]);
  const [checked, setChecked] = useState(false);
  const schema = useGet<Schema>(`/api/schema/${kind}`).data;
  const words = useMemo(() => (schema ? vocabulary(schema) : null), [schema]);
  const id = idOf(text ?? "");
  const file = kind === "book" ? `${id}/rulebook.yaml` : `${id}.yaml`;
  const { files, scheme } = sent(kind, text ?? "");
  const twin = twinOf(kind, text ?? "");
  useWays(
    `${written(files.map((each) => ({ name: pathOf(each), text: each.text })))}xinyong check ${file}\nxinyong run ./${scheme}.yaml --against ${twin}`,
    `# the files are as the command writes them\nimport xinyong as xy\npair = xy.compare(xy.World("./${scheme}.yaml", citizens=20_000), xy.World("${twin}", citizens=20_000), months=72)`,
  );
  useEffect(() => {
    if (text !== null || !parts["text"]) return;
    unpack(parts["text"]).then(setText, () => {
      setText(FIRST[kind]);
      toast(t("bad-link"));
    });
  }, []);
  useEffect(() => {
    if (text === null) return;
    let gone = false;
    setChecked(false);
    const timer = setTimeout(() => {
      const heard = (found: Problem[]): void => {
        if (gone) return;
        setProblems(found);
        setChecked(true);
      };
      post<{ problems: Problem[] }>("/api/check", { kind, text }).then((found) => heard(found.problems), (error: Refused) => heard(error.problems));
      if (text !== FIRST[kind]) void pack(text).then((packed) => gone || note({ kind, text: packed }));
    }, 400);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [text, kind]);
  const pick = (next: Kind): void => {
    note({ kind: next, text: "" });
    setProblems([]);
    if (text !== null) drafts[kind] = text;
    setText(drafts[next] ?? FIRST[next]);
  };
  const run = (): void => {
    if (text === null) return;
    withFiles(files, scheme, twin);
    go("run");
    start();
    window.scrollTo(0, 0);
  };
  if (text === null) return <p class="waiting">{t("loading")}</p>;
  return (
    <div class="build">
      <div class="tools bar">
        <div class="tabs" role="group" aria-label={t("file-kind")}>
          {KINDS.map((each) => <button key={each} type="button" aria-pressed={each === kind} onClick={() => pick(each)}>{t(`file.${each}`)}</button>)}
        </div>
        <button type="button" class="main" disabled={!checked || problems.length > 0} onClick={run}>{t("run-it")}</button>
        <button type="button" onClick={() => save(file.replace("/", "-"), text, "text/yaml")}>{t("download")}</button>
        <label class="button">
          {t("open-file")}
          <input class="unseen" type="file" accept=".yaml,.yml,text/yaml" onChange={(event) => void event.currentTarget.files?.[0]?.text().then(setText)} />
        </label>
      </div>
      <p id="editor-help" class="hint">{t("editor-help")}</p>
      <div class="writing">
        <Editor text={text} problems={problems} words={words} onText={setText} />
        <div class="checks" role="status" aria-live="polite">
          {!checked ? <p class="soft">{t("checking")}</p> : problems.length === 0 ? <p class="fine">{t("holds-file")}</p> : <Wrong of={problems} />}
        </div>
      </div>
    </div>
  );
}

function Wrong({ of }: { of: Problem[] }) {
  return (
    <>
      <h2 class="t">{t(of.length === 1 ? "problem" : "problems", { n: of.length })}</h2>
      <ol>
        {of.map((each, k) => (
          <li key={k}>
            <b class="mono">{each.line ? `${t("line")} ${each.line}` : ""} {each.where ?? each.path}</b> {each.found}. {each.allowed && <span>{each.allowed}. </span>}
            {each.did_you_mean && <span>{each.did_you_mean} </span>}<i>{each.what_to_do ?? each.remedy}</i>
          </li>
        ))}
      </ol>
    </>
  );
}
