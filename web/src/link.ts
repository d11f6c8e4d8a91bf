/** The share link: everything that makes the picture stands in the URL's fragment. */
import { store, useStore } from "./store.ts";

export type View = "run" | "claims" | "lives" | "systems" | "portrayal" | "headline" | "assess" | "build";
export const VIEWS: View[] = ["run", "claims", "lives", "systems", "portrayal", "headline", "assess", "build"];

export interface Link {
  view: View;
  with: Record<string, string>;
}

export function read(hash: string): Link {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?");
  const view = VIEWS.find((each) => each === path) ?? "run";
  const found: Record<string, string> = {};
  for (const [key, value] of new URLSearchParams(query)) found[key] = value;
  return { view, with: found };
}

export function write(link: Link): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(link.with)) if (value !== "") query.set(key, value);
  // commas, colons and slashes may stand in a fragment as they are, and links stay readable
  const text = query.toString().replace(/%2C/g, ",").replace(/%3A/g, ":").replace(/%2F/g, "/");
  return `#/${link.view}${text ? `?${text}` : ""}`;
}

export const link = store<Link>(read(location.hash));

window.addEventListener("hashchange", () => {
  const next = read(location.hash);
  if (write(next) !== write(link.get())) link.set(next);
});

/** Go to a view, as a step one can go back from. */
export function go(view: View, parts: Record<string, string> = {}): void {
  const next = { view, with: parts };
  history.pushState(null, "", write(next));
  link.set(next);
}

/** Note what the view now shows, without a step. Keys with "" are dropped. */
export function note(parts: Record<string, string>): void {
  const now = link.get();
  const merged: Record<string, string> = { ...now.with, ...parts };
  for (const key of Object.keys(merged)) if (merged[key] === "") delete merged[key];
  const next = { view: now.view, with: merged };
  if (write(next) === write(now)) return;
  history.replaceState(null, "", write(next));
  link.set(next);
}

export function useLink(): Link {
  return useStore(link);
}
