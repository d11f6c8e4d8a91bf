/** The run that is shown and the one that is being lived. It goes on while another view is open. */
import { get } from "../api.ts";
import { link, note } from "../link.ts";
import { pack, unpack } from "../packing.ts";
import { run, type Doing, type Message } from "../socket.ts";
import { store } from "../store.ts";
import type { Ask, FilePart, Num, Problem, RunData } from "../types.ts";
import { FIRST, fromLink, same, toLink } from "./ask.ts";

export type Phase = "opening" | "idle" | "queued" | "running" | "failed";

/** Months as they are lived: by world and indicator. */
export interface Live {
  ask: Ask;
  scheme: Record<string, Num[]>;
  twin: Record<string, Num[]>;
}

export interface RunState {
  ask: Ask;
  phase: Phase;
  shown: RunData | null;
  /** The shown run is the one that comes with the program. */
  shipped: boolean;
  live: Live | null;
  stage: string;
  done: number;
  of: number;
  eta: Num;
  ahead: number;
  problems: Problem[];
  /** Run again after each change. */
  auto: boolean;
  /** What a shared link asked for and said its results were; null when nothing was said. */
  promised: { ask: Ask; hash: string; version: string } | null;
}

export const state = store<RunState>({
  ask: FIRST, phase: "opening", shown: null, shipped: false, live: null, stage: "", done: 0, of: 0, eta: null, ahead: 0,
  problems: [], auto: false, promised: null,
});

let doing: Doing | null = null;
let timer = 0;
let opened = false;

export function resultsHash(run: RunData | null): string {
  return (run?.hashes["results_sha256"] ?? run?.hashes["results"] ?? "").slice(0, 12);
}

/** Opens the link's run, or the shipped one. */
export async function open(): Promise<void> {
  if (opened) return;
  opened = true;
  const parts = asking();
  const wanted = await meant(parts);
  if (wanted) state.change({ ask: wanted });
  try {
    const shipped = await get<RunData>("/api/shipped");
    const now = state.get();
    // what was asked for meanwhile, here or in Build, stays asked for
    if (now.shown === null) state.change({ shown: shipped, shipped: true, ask: now.ask === FIRST ? shipped.ask : now.ask });
  } catch {
    // an installation without it still runs
  }
  if (state.get().phase === "opening") state.change({ phase: "idle" });
  const { shown } = state.get();
  if (!wanted || (shown && same(shown.ask, wanted))) return;
  if (parts["run"] && (await restore(parts["run"], wanted))) return;
  start();
}

/** A link that comes later, pasted, gone back to or written by another view, is shown as the first one is. */
export async function follow(): Promise<void> {
  const parts = asking();
  const wanted = opened ? await meant(parts) : null;
  const { ask: now, shown } = state.get();
  if (!wanted || same(wanted, now) || (link.get().view === "lives" && shown && same(wanted, shown.ask))) return;
  leave();
  state.change({ ask: wanted, phase: "idle", live: null, problems: [] });
  const shipped = await get<RunData>("/api/shipped").catch(() => null);
  if (shipped && same(shipped.ask, wanted)) state.change({ shown: shipped, shipped: true });
  else if (!parts["run"] || !(await restore(parts["run"], wanted))) start();
}

window.addEventListener("hashchange", () => void follow());

/** What the link says of a run; nothing where its view is not of one. */
function asking(): Record<string, string> {
  const { view, with: parts } = link.get();
  return view === "run" || view === "lives" ? parts : {};
}

/** The ask of a link with its files, and what it says of its results. */
async function meant(parts: Record<string, string>): Promise<Ask | null> {
  const wanted = fromLink(parts, FIRST);
  if (wanted && parts["files"]) {
    try {
      wanted.files = JSON.parse(await unpack(parts["files"])) as FilePart[];
    } catch {
      // a link that was cut: the run is asked for without, and the server says what it lacks
    }
  }
  if (wanted && parts["hash"]) state.change({ promised: { ask: wanted, hash: parts["hash"], version: parts["version"] ?? "" } });
  return wanted;
}

/** A run that this server still has, if it is the one meant. */
async function restore(id: string, wanted: Ask): Promise<boolean> {
  try {
    const found = await get<RunData>(`/api/runs/${encodeURIComponent(id)}`);
    if (!same(found.ask, wanted)) return false;
    state.change({ shown: found, shipped: false });
    return true;
  } catch {
    return false;
  }
}

export function ask(part: Partial<Ask>): void {
  const next = { ...state.get().ask, ...part };
  state.change({ ask: next });
  if (!state.get().auto) return;
  clearTimeout(timer);
  timer = setTimeout(start, 120);
}

export function move(id: string, value: number | null): void {
  const set = { ...state.get().ask.set };
  if (value === null) delete set[id];
  else set[id] = value;
  ask({ set });
}

/** Files that the page wrote, to be run beside a twin; they travel in the link, packed. */
export function withFiles(files: FilePart[], scheme: string, against: string): void {
  state.change({ ask: { ...state.get().ask, scheme, against, reforms: [], files } });
}

export function withoutFiles(): void {
  const { files: _, ...rest } = state.get().ask;
  state.change({ ask: { ...rest, scheme: FIRST.scheme, against: FIRST.against } });
}

export function isStale(now: RunState): boolean {
  return now.shown !== null && !same(now.ask, now.shown.ask);
}

export function start(): void {
  clearTimeout(timer);
  const asked = state.get().ask;
  leave();
  state.change({ phase: "queued", ahead: 0, problems: [], live: { ask: asked, scheme: {}, twin: {} }, done: 0, of: 0, eta: null, stage: "" });
  doing = run(asked, (message) => hear(message, asked));
}

export function cancel(): void {
  leave();
  state.change({ phase: "idle", live: null });
}

function leave(): void {
  doing?.cancel();
  doing?.leave();
  doing = null;
}

function hear(message: Message, asked: Ask): void {
  if (message.kind === "queued") state.change({ phase: "queued", ahead: message.ahead });
  else if (message.kind === "progress") {
    state.change({ phase: "running", stage: message.stage, done: message.done, of: message.of, eta: message.eta_s });
  } else if (message.kind === "months") state.change({ phase: "running", live: grown(state.get().live, message, asked) });
  else if (message.kind === "done" && message.run) void show(message.run, asked);
  else if (message.kind === "failed" || message.kind === "refused") {
    state.change({ phase: "failed", problems: message.problems, live: null });
  } else if (message.kind === "cancelled") state.change({ phase: "idle", live: null });
}

function grown(live: Live | null, message: Extract<Message, { kind: "months" }>, asked: Ask): Live {
  const next: Live = { ask: asked, scheme: { ...live?.scheme }, twin: { ...live?.twin } };
  for (const world of ["scheme", "twin"] as const) {
    for (const [id, values] of Object.entries(message.values[world] ?? {})) {
      const line = [...(next[world][id] ?? [])];
      values.forEach((value, k) => (line[message.from + k] = value));
      next[world][id] = line;
    }
  }
  return next;
}

async function show(id: string, asked: Ask): Promise<void> {
  try {
    const found = await get<RunData>(`/api/runs/${encodeURIComponent(id)}`);
    const shown = asked.files ? { ...found, ask: asked } : found;
    state.change({ phase: "idle", shown, shipped: false, live: null });
    if (link.get().view === "run") noteRun();
  } catch (error) {
    state.change({ phase: "failed", live: null, problems: (error as { problems?: Problem[] }).problems ?? [] });
  }
}

/** Write the shown run into the link. */
export function noteRun(): void {
  const { ask: now, shown, shipped } = state.get();
  const known = shown && same(now, shown.ask);
  const asked = now;
  if (now.files) {
    void pack(JSON.stringify(now.files)).then((files) => {
      if (state.get().ask === asked && link.get().view === "run") note({ files });
    });
  }
  note({
    ...toLink(now),
    ...(now.files ? {} : { files: "" }),
    run: known && !shipped ? shown.run : "",
    hash: known ? resultsHash(shown) : "",
  });
}
