/** What of the board is shown; it stands in the link. */
import { note } from "../link.ts";
import { phrase } from "../words/phrasing.ts";
import { maybe, t } from "../words/words.ts";
import type { Claim } from "./types.ts";

export const BY = ["side", "setting", "kind", "verdict", "outlet", "year"] as const;
export type By = (typeof BY)[number];

export function words(claim: Claim, by: By): string[] {
  if (by === "side") return [claim.side];
  if (by === "kind") return [claim.kind];
  if (by === "outlet") return claim.sources.map((each) => each.outlet);
  if (by === "year") return claim.years;
  return claim.entries.map((each) => (by === "setting" ? (each.setting ?? "") : each.verdict));
}

export function passes(claim: Claim, parts: Record<string, string>): boolean {
  const text = `${claim.id} ${claim.statement} ${phrase(claim.statement)} ${claim.sources.map((each) => each.name).join(" ")}`.toLowerCase();
  const sought = (parts["words"] ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  // a verdict is one in a setting: both are asked of the same entry
  const entry = claim.entries.some((each) => (!parts["setting"] || each.setting === parts["setting"]) && (!parts["verdict"] || each.verdict === parts["verdict"]));
  return entry && sought.every((each) => text.includes(each)) && BY.every((by) => !parts[by] || words(claim, by).includes(parts[by]));
}

export function Filters({ all, parts, shown }: { all: Claim[]; parts: Record<string, string>; shown: number }) {
  const any = BY.some((by) => parts[by]) || parts["words"];
  return (
    <form class="filters" onSubmit={(event) => event.preventDefault()} role="search">
      <label class="field wide">
        <span>{t("words")}</span>
        <input type="search" value={parts["words"] ?? ""} placeholder="speech, trust, D12 …" onInput={(event) => note({ words: event.currentTarget.value })} />
      </label>
      {BY.map((by) => (
        <label class="field" key={by}>
          <span>{t(`filter.${by}`)}</span>
          <select value={parts[by] ?? ""} onChange={(event) => note({ [by]: event.currentTarget.value })}>
            <option value="">{t("all")}</option>
            {[...new Set(all.flatMap((each) => words(each, by)))].filter(Boolean).sort().map((each) => <option key={each} value={each}>{maybe(`${by}.${each}`, each)}</option>)}
          </select>
        </label>
      ))}
      <p role="status">{t("shown-of", { n: shown, of: all.length })} {any && <button type="button" class="quiet" onClick={() => note({ words: "", ...Object.fromEntries(BY.map((by) => [by, ""])) })}>{t("show-all")}</button>}</p>
    </form>
  );
}
