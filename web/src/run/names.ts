/** Schemes by their names in the page's language. */
import { useGet } from "../api.ts";
import type { SchemeRow } from "../types.ts";
import { t, term } from "../words/words.ts";

export function useNames(): (id: string) => string {
  const rows = useGet<SchemeRow[]>("/api/list/schemes").data;
  return (id) => (id === "none" ? t("twin.none") : term(id, rows?.find((each) => each.id === id)?.name ?? id));
}
