/** The frame of every view: where to go, language, light or dark, and how to share. */
import { useState, useEffect } from "preact/hooks";
import type { ComponentType } from "preact";
import { go, useLink, VIEWS, write, type View } from "./link.ts";
import { Sharing } from "./parts/sharing.tsx";
import { Toast } from "./parts/toast.tsx";
import { useStore } from "./store.ts";
import { paint, theme, type Theme } from "./theme.ts";
import { learn } from "./words/learning.ts";
import { lang, speak, t } from "./words/words.ts";

const KEPT = new Map<View, Record<string, string>>();

export function Shell({ views }: { views: Record<View, ComponentType> }) {
  const now = useLink();
  const speaking = useStore(lang);
  const painted = useStore(theme);
  const [sharing, setSharing] = useState(false);
  const [, learned] = useState({});
  KEPT.set(now.view, now.with);
  useEffect(() => {
    // without them ids and English names stand
    learn().then(() => learned({}), () => undefined);
  }, [speaking]);
  useEffect(() => {
    document.documentElement.lang = speaking === "zh" ? "zh-CN" : "en";
    document.title = `${t(`view.${now.view}`)} · ${t("title")}`;
  }, [speaking, now.view]);
  const Shown = views[now.view];
  const next: Record<Theme, Theme> = { auto: "dark", dark: "light", light: "auto" };
  return (
    <>
      <a class="skip" href="#main" onClick={(event) => { event.preventDefault(); document.getElementById("main")?.focus(); }}>{t("skip")}</a>
      <header class="top">
        <a class="brand" href={write({ view: "run", with: {} })} onClick={(event) => { event.preventDefault(); go("run", KEPT.get("run") ?? {}); }}>
          <span class="seal" aria-hidden="true">信</span>
          <span class="name">Xinyong</span>
        </a>
        <nav aria-label={t("views")}>
          {VIEWS.map((view) => (
            <a
              key={view} href={write({ view, with: KEPT.get(view) ?? {} })} aria-current={view === now.view ? "page" : undefined}
              onClick={(event) => {
                if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                event.preventDefault();
                go(view, KEPT.get(view) ?? {});
                window.scrollTo(0, 0);
              }}
            >{t(`view.${view}`)}</a>
          ))}
        </nav>
        <div class="ways">
          <button type="button" class="quiet" onClick={() => setSharing(true)}>{t("share")}</button>
          <button type="button" class="quiet" lang={speaking === "zh" ? "en" : "zh-CN"} onClick={() => speak(speaking === "zh" ? "en" : "zh")}>{speaking === "zh" ? "English" : "中文"}</button>
          <button type="button" class="quiet icon" onClick={() => paint(next[painted])} aria-label={t("theme", { now: t(`theme.${painted}`) })} title={t("theme", { now: t(`theme.${painted}`) })}>
            {painted === "auto" ? "◐" : painted === "dark" ? "●" : "○"}
          </button>
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        <header class="opening">
          <h1>{t(`head.${now.view}`)}</h1>
          <p>{t(`lead.${now.view}`)}</p>
        </header>
        <Shown key={speaking} />
      </main>
      <footer class="foot">
        <p>{t("foot")}</p>
      </footer>
      {sharing && <Sharing onClose={() => setSharing(false)} />}
      <Toast />
    </>
  );
}
