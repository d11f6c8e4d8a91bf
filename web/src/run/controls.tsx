/** What is run: scheme, twin, reforms, places, size, years, luck. */
import { useGet } from "../api.ts";
import { useStore } from "../store.ts";
import type { About, FrameRow, SchemeRow } from "../types.ts";
import { whole } from "../numbers.ts";
import { Range } from "../parts/range.tsx";
import { phrase } from "../words/phrasing.ts";
import { t, term } from "../words/words.ts";
import { ask, state } from "./state.ts";

const TWINS = ["status-quo-2012", "law-only", "law-plus", "rumour", "china-2020", "none"];
const KINDS = ["whole", "reform", "alone", "fiction"] as const;

function kind(row: SchemeRow, reforms: SchemeRow[]): (typeof KINDS)[number] {
  if (row.fictional || row.setting === "FICT" || /fiction/i.test(row.name)) return "fiction";
  if (row.id.startsWith("only-") || row.id.endsWith("-on-status-quo")) return "alone";
  return reforms.some((each) => each.id === row.id) ? "reform" : "whole";
}

export function SchemeSelect({ value, onPick, label }: { value: string; onPick: (id: string) => void; label: string }) {
  const { data } = useGet<SchemeRow[]>("/api/list/schemes");
  const reforms = useGet<SchemeRow[]>("/api/list/reforms").data ?? [];
  const rows = (data ?? []).filter((each) => !each.id.startsWith("bench-"));
  return (
    <label class="field">
      <span>{label}</span>
      <select value={value} onChange={(event) => onPick(event.currentTarget.value)}>
        {!rows.some((each) => each.id === value) && <option value={value}>{value}</option>}
        {KINDS.map((each) => (
          <optgroup key={each} label={t(`scheme-kind.${each}`)}>
            {rows.filter((row) => kind(row, reforms) === each).map((row) => <option key={row.id} value={row.id}>{term(row.id, row.name)}</option>)}
          </optgroup>
        ))}
      </select>
    </label>
  );
}

export function Controls() {
  const now = useStore(state);
  const schemes = useGet<SchemeRow[]>("/api/list/schemes").data ?? [];
  const frames = useGet<FrameRow[]>("/api/list/frames").data ?? [];
  const about = useGet<About>("/api/about").data;
  const chosen = schemes.find((each) => each.id === now.ask.scheme);
  const name = (id: string): string => (id === "none" ? t("twin.none") : term(id, schemes.find((each) => each.id === id)?.name ?? id));
  const twins = [...new Set([...TWINS, now.ask.against])];
  const most = about?.limits["citizens"] ?? 200_000;
  const longest = about?.limits["months"] ?? 156;
  const reforms = useGet<SchemeRow[]>("/api/list/reforms").data ?? [];
  return (
    <>
      <SchemeSelect value={now.ask.scheme} label={t("scheme")} onPick={(scheme) => ask({ scheme })} />
      {chosen && <p class="hint">{phrase(chosen.summary)}</p>}
      <label class="field">
        <span>{t("twin")}</span>
        <select value={now.ask.against} onChange={(event) => ask({ against: event.currentTarget.value })}>
          {twins.map((each) => <option key={each} value={each}>{name(each)}</option>)}
        </select>
      </label>
      <label class="field">
        <span>{t("places")}</span>
        <select value={now.ask.frame} onChange={(event) => ask({ frame: event.currentTarget.value })}>
          {frames.map((each) => <option key={each.id} value={each.id}>{term(`frame.${each.id}`, each.name)}</option>)}
          {!frames.some((each) => each.id === now.ask.frame) && <option value={now.ask.frame}>{now.ask.frame}</option>}
        </select>
      </label>
      <Range
        label={t("citizens")} value={now.ask.citizens} low={2_000} high={most} step={1_000} log
        shown={whole(now.ask.citizens)} onMove={(value) => ask({ citizens: Math.max(2_000, Math.round(value / 1_000) * 1_000) })}
      />
      <div class="pair">
        <label class="field">
          <span>{t("from-month")}</span>
          <input type="text" inputMode="numeric" pattern="\d{4}-\d{2}" value={now.ask.start} onChange={(event) => ask({ start: event.currentTarget.value.trim() })} />
        </label>
        <label class="field">
          <span>{t("seed")}</span>
          <input type="number" min={0} step={1} value={now.ask.seed} onChange={(event) => ask({ seed: Math.max(0, Math.trunc(Number(event.currentTarget.value))) })} />
        </label>
      </div>
      <Range
        label={t("months")} value={now.ask.months} low={12} high={longest} step={12}
        shown={t("years", { n: +(now.ask.months / 12).toFixed(1) })} onMove={(months) => ask({ months })}
      />
      <details class="switches" open={now.ask.reforms.length > 0}>
        <summary>{t("reforms")} <small>{now.ask.reforms.length ? `${now.ask.reforms.length} / ${reforms.length}` : reforms.length}</small></summary>
        <p class="hint">{t("reforms-hint")}</p>
        {reforms.map((each) => (
          <label key={each.id} class="switch" title={phrase(each.summary)}>
            <input
              type="checkbox" role="switch" checked={now.ask.reforms.includes(each.id)}
              onChange={(event) => ask({
                reforms: event.currentTarget.checked ? [...now.ask.reforms, each.id] : now.ask.reforms.filter((one) => one !== each.id),
              })}
            />
            <span>{term(each.id, each.name)}</span>
          </label>
        ))}
      </details>
    </>
  );
}
