/** A claim's contrast lived again on this machine with few draws: the effect against its bar, and no verdict. */
import { useEffect, useRef, useState } from "preact/hooks";
import { percent } from "../numbers.ts";
import { Problems } from "../parts/problems.tsx";
import { judge, type Doing } from "../socket.ts";
import type { IndicatorRow, Problem } from "../types.ts";
import { maybe, t } from "../words/words.ts";
import { amount, barText, Effect } from "./plots.tsx";
import type { Claim, Entry } from "./types.ts";

const DRAWS = 10;

export function Again({ claim, units }: { claim: Claim; units: IndicatorRow[] }) {
  const [doing, setDoing] = useState<Doing | null>(null);
  const [told, setTold] = useState("");
  const [problems, setProblems] = useState<Problem[]>([]);
  const [found, setFound] = useState<Entry[] | null>(null);
  const going = useRef<Doing | null>(null);
  const set = (next: Doing | null): void => {
    going.current = next;
    setDoing(next);
  };
  const stop = (): void => {
    going.current?.cancel();
    going.current?.leave();
  };
  // a card that is closed asks for nothing any more
  useEffect(() => stop, []);
  const begin = (): void => {
    setProblems([]);
    setFound(null);
    setTold(t("starting"));
    set(judge([claim.id], DRAWS, (message) => {
      if (message.kind === "queued") setTold(message.ahead ? t("queued", { n: message.ahead }) : t("starting"));
      else if (message.kind === "progress") setTold(message.of ? t("draws-done", { done: message.done, of: message.of }) : t("starting"));
      else if (message.kind === "done") {
        setFound(((message.entries ?? []) as Entry[]).filter((each) => each.id === claim.id));
        set(null);
      } else if (message.kind === "failed" || message.kind === "refused") {
        setProblems(message.problems);
        set(null);
      } else if (message.kind === "cancelled") set(null);
    }));
  };
  return (
    <div class="again">
      {doing
        ? <><button type="button" onClick={() => { stop(); set(null); }}>{t("cancel")}</button> <span role="status">{told}</span></>
        : <button type="button" onClick={begin}>{t("run-claim", { n: DRAWS })}</button>}
      <code>xinyong claims {claim.id} --draws {DRAWS}</code>
      {problems.length > 0 && <Problems of={problems} />}
      {found && <Found of={found} claim={claim} units={units} />}
    </div>
  );
}

/** What the few draws say, beside the bar; the board's verdict stays the verdict. */
function Found({ of: found, claim, units }: { of: Entry[]; claim: Claim; units: IndicatorRow[] }) {
  const most = Math.max(0, ...claim.entries.map((each) => each.draws ?? 0));
  return (
    <div class="found" role="status">
      <p><b>{t("no-verdict")}</b> {t("few-draws", { n: DRAWS, most })}</p>
      <ul>
        {found.map((each) => (
          <li key={`${each.setting}${each.part}`}>
            <b>{each.setting ? maybe(`setting.${each.setting}`, each.setting) : t("everywhere")}{each.part && ` · ${each.part}`}</b>{" "}
            <Effect of={each} units={units} width={220} />{" "}
            {each.effect === null || each.effect.median === null ? t("too-few") : t("again-effect", {
              effect: amount(each, each.effect.median, true, units), low: amount(each, each.effect.low, true, units), high: amount(each, each.effect.high, true, units),
              bar: barText(each, units), share: percent(each.probability), n: each.draws ?? DRAWS,
            })}
          </li>
        ))}
      </ul>
    </div>
  );
}
