/** What went wrong, all of it, and what to do. */
import type { Problem } from "../types.ts";
import { t } from "../words/words.ts";

export function Problems({ of }: { of: Problem[] }) {
  return (
    <div class="problems" role="alert">
      <h2 class="t">{t(of.length === 1 ? "problem" : "problems", { n: of.length })}</h2>
      <ul>
        {of.map((each, k) => (
          <li key={k}>
            <b class="mono">{[each.where ?? each.path, each.line ? `${t("line")} ${each.line}` : ""].filter(Boolean).join(" · ")}</b>{" "}
            {each.found && <span>{each.found}. </span>}
            {each.allowed && <span>{t("allowed")} {each.allowed.replace(/^allowed: /, "")}. </span>}
            {each.did_you_mean && <span>{t("did-you-mean", { what: each.did_you_mean })} </span>}
            {(each.remedy ?? each.what_to_do) && <i>{each.remedy ?? each.what_to_do}</i>}
          </li>
        ))}
      </ul>
    </div>
  );
}
