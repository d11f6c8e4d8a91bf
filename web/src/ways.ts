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

/** Lines of a shell that write the files a command needs, so that it works where it is pasted. */
export function written(files: { name: string; text: string }[]): string {
  return files.map(({ name, text }) => {
    const folder = name.includes("/") ? `mkdir -p ${name.slice(0, name.lastIndexOf("/"))}\n` : "";
    return `${folder}cat > ${name} <<'END'\n${text.endsWith("\n") ? text : `${text}\n`}END\n`;
  }).join("");
}
