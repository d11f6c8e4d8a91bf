/** Run it, see how far it is, stop it; and whether what is shown is what is asked. */
import { useGet } from "../api.ts";
import { span } from "../numbers.ts";
import { Problems } from "../parts/problems.tsx";
import { useStore } from "../store.ts";
import type { About } from "../types.ts";
import { maybe, t } from "../words/words.ts";
import { same } from "./ask.ts";
import { cancel, isStale, resultsHash, start, state } from "./state.ts";

export function Strip() {
  const now = useStore(state);
  const about = useGet<About>("/api/about").data;
  const busy = now.phase === "queued" || now.phase === "running";
  const stale = isStale(now);
  return (
    <div class={`strip ${stale ? "stale" : ""}`}>
      <div class="strip-row">
        {busy
          ? <button type="button" class="main stop" onClick={cancel}>{t("cancel")}</button>
          : <button type="button" class="main" onClick={start}>{t(stale || now.shown === null ? "run" : "run-again")}</button>}
        <div class="strip-text" role="status" aria-live="polite">
          {busy ? <Progress /> : <Standing />}
        </div>
        <label class="switch auto">
          <input type="checkbox" role="switch" checked={now.auto} onChange={(event) => state.change({ auto: event.currentTarget.checked })} />
          <span>{t("auto")}</span>
        </label>
      </div>
      {busy && <progress max={now.of || 1} {...(now.of ? { value: now.done } : {})} aria-label={t("progress")} />}
      {about && !about.ready && !busy && <p class="hint">{t("compiles")}</p>}
      {now.phase === "failed" && <Problems of={now.problems} />}
      <Promised />
    </div>
  );
}

function Progress() {
  const now = useStore(state);
  if (now.phase === "queued" && now.ahead > 0) return <>{t("queued", { n: now.ahead })}</>;
  if (now.phase === "queued") return <>{t("starting")}</>;
  const stage = maybe(`stage.${now.stage}`, now.stage);
  const part = now.of ? ` ${Math.round((100 * now.done) / now.of)} %` : "";
  return <>{stage}{part}{now.eta !== null && now.eta > 0 ? ` · ${t("left", { span: span(now.eta) })}` : ""}</>;
}

function Standing() {
  const now = useStore(state);
  if (now.phase === "opening") return <>{t("loading")}</>;
  if (isStale(now)) return <b>{t("stale")}</b>;
  if (now.shipped) return <>{t("shipped")}</>;
  return <>{t("fresh")}</>;
}

/** A shared link says what its results were: whether these are the same. */
function Promised() {
  const now = useStore(state);
  const about = useGet<About>("/api/about").data;
  // of another run the link said nothing
  if (!now.promised || !now.shown || !same(now.shown.ask, now.promised.ask) || isStale(now) || now.phase !== "idle") return null;
  const kept = resultsHash(now.shown) === now.promised.hash;
  const other = now.promised.version && about && about.version !== now.promised.version;
  return (
    <p class={kept ? "hint" : "warn"} role="status">
      {t(kept ? "link-same" : "link-differs", { hash: now.promised.hash })}
      {other ? ` ${t("link-version", { a: now.promised.version, b: about.version })}` : ""}
    </p>
  );
}
