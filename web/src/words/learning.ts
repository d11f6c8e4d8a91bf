/** Names that the library has of its own, asked for once: of institutions in both tongues; Chinese of conducts, gatekeepers, channels. */
import { get } from "../api.ts";
import { called } from "./called.ts";
import { terms } from "./terms.ts";
import { lang } from "./words.ts";

interface Named { id: string; name: string; name_zh?: string | null }

export async function learn(): Promise<void> {
  const systems = await get<Named[]>("/api/list/systems");
  for (const each of systems) called[each.id] ??= each.name;
  if (lang.get() !== "zh") return;
  const lists = ["conducts", "gatekeepers", "channels"].map((each) => get<Named[]>(`/api/list/${each}`));
  for (const each of [systems, ...(await Promise.all(lists))].flat()) if (each.name_zh) terms[each.id] ??= each.name_zh;
}
