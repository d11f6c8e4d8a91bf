/** The share link, the command and the Python of what is shown. */
import { useGet } from "../api.ts";
import { link, write } from "../link.ts";
import { useStore } from "../store.ts";
import type { About } from "../types.ts";
import { ways } from "../ways.ts";
import { t } from "../words/words.ts";
import { Code } from "./code.tsx";
import { Dialog } from "./dialog.tsx";

export function Sharing({ onClose }: { onClose: () => void }) {
  const now = useStore(link);
  const { command, python } = useStore(ways);
  const about = useGet<About>("/api/about").data;
  const full = { ...now, with: { ...now.with, version: about?.version ?? "" } };
  const url = `${location.origin}${location.pathname}${write(full)}`;
  return (
    <Dialog title={t("share-title")} onClose={onClose} wide>
      <p>{t("share-lead")}</p>
      <Code title={t("share-link")} text={url} />
      <Code title={t("command")} text={command} />
      <Code title="Python" text={python} />
      <p class="note">{t("share-note", { version: about?.version ?? "–" })}</p>
    </Dialog>
  );
}
