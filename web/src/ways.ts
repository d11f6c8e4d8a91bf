/** How to do what the view shows without the page: each view notes its own. */
import { useEffect } from "preact/hooks";
import { store } from "./store.ts";

export interface Ways {
  command: string;
  python: string;
}

export const ways = store<Ways>({ command: "xinyong --help", python: "import xinyong as xy" });

export function useWays(command: string, python: string): void {
  useEffect(() => ways.set({ command, python }), [command, python]);
}
