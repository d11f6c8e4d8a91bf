/** Text to be copied: a command, a program, a link. */
import { t } from "../words/words.ts";
import { copy } from "./toast.tsx";

export function Code({ title, text }: { title: string; text: string }) {
  return (
    <section class="code">
      <header>
        <h3>{title}</h3>
        <button type="button" class="quiet" onClick={() => copy(text, t("copied"), t("not-copied"))}>{t("copy")}</button>
      </header>
      <pre tabIndex={0} aria-label={title}><code>{text}</code></pre>
    </section>
  );
}
