/** Chinese names that the library has of its own: conducts, gatekeepers, channels, institutions. Asked for once, by a Chinese page. */
import { get } from "../api.ts";
import { terms } from "./terms.ts";

interface Named { id: string; name_zh?: string | null }

export async function learn(): Promise<void> {
  const lists = ["conducts", "gatekeepers", "channels", "systems"].map((each) => get<Named[]>(`/api/list/${each}`));
  for (const each of (await Promise.all(lists)).flat()) if (each.name_zh) terms[each.id] ??= each.name_zh;
}
