/** Chinese that the library has of its own, and of the library's texts. Asked for once, by a Chinese page. */
import { get } from "../api.ts";
import { phrases } from "./phrases.ts";
import { terms } from "./terms.ts";

interface Named { id: string; name_zh?: string | null }
/** Texts by their English; lists by their ids, other names by their English. */
interface Chinese { texts: Record<string, string>; names: Record<string, string> }

export async function learn(): Promise<void> {
  const asked = ["conducts", "gatekeepers", "channels", "systems"].map((each) => get<Named[]>(`/api/list/${each}`));
  const { texts, names } = await get<Chinese>("/api/chinese");
  const lists = await Promise.all(asked);
  for (const each of lists.flat()) if (each.name_zh) terms[each.id] ??= each.name_zh;
  for (const [id, name] of Object.entries(names)) terms[id] ??= name;
  for (const [english, said] of Object.entries(texts)) phrases[english] ??= said;
}
