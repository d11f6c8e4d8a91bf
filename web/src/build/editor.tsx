/** A text with numbered lines, its wrong ones marked, and words offered as one types. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { told } from "../api.ts";
import type { Problem } from "../types.ts";
import { t } from "../words/words.ts";
import { offers, type Offers, type Vocabulary } from "./completing.ts";

const NONE: Offers = { from: 0, words: [] };
/** Of a line, in pixels, as `views.css` has it; and what is above the first. */
const LINE = 20;
const ABOVE = 8;
/** Room for the list of words. */
const ROOM = 180;

/** What invites words before any letter: a value's place, and the dot in the path of a patch (no dot that ends a sentence). */
const INVITES = /[:[,] $|\b(?:set|add|remove|replace):\s*"?[\w.*-]+\.$/;

export interface EditorProps {
  text: string;
  problems: Problem[];
  words: Vocabulary | null;
  onText: (text: string) => void;
}

export function Editor({ text, problems, words, onText }: EditorProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const behind = useRef<HTMLPreElement>(null);
  const numbers = useRef<HTMLDivElement>(null);
  const ruler = useRef<HTMLSpanElement>(null);
  const [offered, setOffered] = useState<Offers>(NONE);
  const [chosen, setChosen] = useState(0);
  const [at, setAt] = useState({ left: 0, top: 0 });
  const cursor = useRef<number | null>(null);
  const lines = text.split("\n");
  const wrong = new Map<number, Problem[]>();
  for (const each of problems) {
    const line = Math.min(each.line ?? 0, lines.length);
    wrong.set(line, [...(wrong.get(line) ?? []), each]);
  }
  const follow = (): void => {
    if (!area.current) return;
    const { scrollTop, scrollLeft } = area.current;
    if (behind.current) behind.current.style.transform = `translate(${-scrollLeft}px, ${-scrollTop}px)`;
    if (numbers.current) numbers.current.style.transform = `translateY(${-scrollTop}px)`;
  };
  useEffect(follow, [text]);
  useLayoutEffect(() => {
    if (cursor.current === null || !area.current) return;
    area.current.setSelectionRange(cursor.current, cursor.current);
    cursor.current = null;
  }, [text]);
  const offer = (asked = false): void => {
    const element = area.current;
    if (!element || !words || element.selectionStart !== element.selectionEnd) return setOffered(NONE);
    const found = offers(element.value, element.selectionStart, words);
    const typed = element.selectionStart - found.from;
    if (!asked && typed < 1 && !INVITES.test(element.value.slice(0, element.selectionStart))) return setOffered(NONE);
    const before = element.value.slice(0, found.from);
    const line = before.split("\n").length;
    const column = before.length - before.lastIndexOf("\n") - 1;
    const wide = (ruler.current?.getBoundingClientRect().width ?? 80) / 10;
    setAt({ left: Math.min(column * wide - element.scrollLeft, element.clientWidth - ROOM), top: line * LINE + ABOVE - element.scrollTop });
    setOffered(found);
    setChosen(0);
  };
  const take = (word: string): void => {
    const element = area.current;
    if (!element) return;
    cursor.current = offered.from + word.length;
    onText(element.value.slice(0, offered.from) + word + element.value.slice(element.selectionStart));
    setOffered(NONE);
    element.focus();
  };
  const keys = (event: KeyboardEvent): void => {
    const count = offered.words.length;
    if (event.key === " " && event.ctrlKey) {
      event.preventDefault();
      offer(true);
    } else if (count && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      setChosen((chosen + (event.key === "ArrowDown" ? 1 : count - 1)) % count);
    } else if (count && event.key === "Enter") {
      event.preventDefault();
      take(offered.words[chosen] ?? "");
    } else if (count && event.key === "Escape") {
      event.preventDefault();
      setOffered(NONE);
    }
  };
  return (
    <div class="editor">
      <div class="gutter" aria-hidden="true">
        <div ref={numbers}>
          {lines.map((_, k) => <div key={k} class={wrong.has(k + 1) ? "wrong" : ""} title={wrong.get(k + 1)?.map(told).join("\n")}>{k + 1}</div>)}
        </div>
      </div>
      <div class="page">
        <pre ref={behind} aria-hidden="true">{lines.map((line, k) => <div key={k} class={wrong.has(k + 1) ? "wrong" : ""}><Line line={line} /></div>)}</pre>
        <textarea
          ref={area} value={text} spellcheck={false} autocomplete="off" autocapitalize="off" wrap="off" aria-label={t("editor")} aria-describedby="editor-help"
          aria-autocomplete="list" {...(offered.words.length ? { "aria-controls": "offers", "aria-activedescendant": `offer-${chosen}` } : {})} aria-invalid={problems.length > 0}
          onInput={(event) => {
            onText(event.currentTarget.value);
            offer();
          }}
          onScroll={follow} onKeyDown={keys} onBlur={() => setTimeout(() => setOffered(NONE), 200)} onClick={() => setOffered(NONE)}
        />
        <span ref={ruler} class="ruler" aria-hidden="true">0000000000</span>
        {offered.words.length > 0 && (
          <ul id="offers" class="offers" role="listbox" aria-label={t("completion")} style={{ left: `${Math.max(0, at.left)}px`, top: `${at.top}px` }}>
            {offered.words.map((word, k) => (
              <li key={word} id={`offer-${k}`} role="option" aria-selected={k === chosen} onMouseDown={(event) => { event.preventDefault(); take(word); }}>{word}</li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

/** A line with its keys and its comment told apart. */
function Line({ line }: { line: string }) {
  const comment = /(^|\s)#/.exec(line)?.index ?? -1;
  const said = comment < 0 ? line : line.slice(0, comment);
  const rest = comment < 0 ? "" : line.slice(comment);
  const parts = said.split(/([\w*.[\]=-]+(?=:(?:\s|$)))/);
  return <>{parts.map((each, k) => (k % 2 ? <b key={k}>{each}</b> : each))}{rest && <i>{rest}</i>}{line === "" && "\u200b"}</>;
}
