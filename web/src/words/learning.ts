/** Names and texts that the library has of its own, asked for once: names of institutions in both tongues, the rest by a Chinese page. */
import { get } from "../api.ts";
import { called } from "./called.ts";
import { phrases } from "./phrases.ts";
import { terms } from "./terms.ts";
import { lang } from "./words.ts";

interface Named { id: string; name: string; name_zh?: string | null }
/** Texts by their English; lists by their ids, other names by their English. */
interface Chinese { texts: Record<string, string>; names: Record<string, string> }

export async function learn(): Promise<void> {
  const systems = await get<Named[]>("/api/list/systems");
  for (const each of systems) called[each.id] ??= each.name;
  if (lang.get() !== "zh") return;
  const asked = ["conducts", "gatekeepers", "channels"].map((each) => get<Named[]>(`/api/list/${each}`));
  const { texts, names } = await get<Chinese>("/api/chinese");
  const lists = [systems, ...(await Promise.all(asked))];
  for (const each of lists.flat()) if (each.name_zh) terms[each.id] ??= each.name_zh;
  for (const [id, name] of Object.entries(names)) terms[id] ??= name;
  for (const [english, said] of Object.entries(texts)) phrases[english] ??= said;
}
