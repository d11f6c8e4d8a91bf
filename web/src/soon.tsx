import { t } from "./words/words.ts";
export function Soon() { return <p class="waiting">{t("loading")}</p>; }
