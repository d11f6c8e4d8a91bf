/** A short word at the bottom of the page. */
import { store, useStore } from "../store.ts";

const said = store<{ text: string; at: number } | null>(null);

export function toast(text: string): void {
  const now = { text, at: Date.now() };
  said.set(now);
  setTimeout(() => said.get() === now && said.set(null), 4000);
}

export function Toast() {
  const now = useStore(said);
  return <div class="toast" role="status" aria-live="polite">{now && <p>{now.text}</p>}</div>;
}

export function copy(text: string, done: string, failed: string): void {
  navigator.clipboard.writeText(text).then(() => toast(done), () => toast(failed));
}
