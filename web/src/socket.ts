/** One WebSocket a page: runs are asked for here, and months come back as they are lived. */
import type { Ask, Num, Problem } from "./types.ts";

export type Message =
  | { kind: "queued"; id: string; ahead: number }
  | { kind: "progress"; id: string; stage: string; done: number; of: number; eta_s: Num }
  | { kind: "months"; id: string; from: number; values: { scheme?: Record<string, Num[]>; twin?: Record<string, Num[]> } }
  | { kind: "done"; id: string; run?: string; entries?: unknown }
  | { kind: "failed"; id: string; problems: Problem[] }
  | { kind: "refused"; id?: string; problems: Problem[] }
  | { kind: "cancelled"; id: string };

type Listener = (message: Message) => void;

let open: Promise<WebSocket> | null = null;
let count = 0;
const listeners = new Map<string, Listener>();
/** A refusal need not name what it refuses; then it is about what was asked last. */
let last = "";

function connect(): Promise<WebSocket> {
  open ??= new Promise<WebSocket>((resolve, reject) => {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}/ws`);
    socket.onopen = () => resolve(socket);
    socket.onerror = () => reject(new Error("no socket"));
    socket.onmessage = (event: MessageEvent<string>) => {
      const message = JSON.parse(event.data) as Message;
      listeners.get(message.id ?? last)?.(message);
    };
    socket.onclose = () => {
      open = null;
      const problems = [{ found: "the connection to the server ended", remedy: "is xinyong explore still running?" }];
      for (const [id, each] of [...listeners]) each({ kind: "failed", id, problems });
      listeners.clear();
    };
  });
  open.catch(() => (open = null));
  return open;
}

export interface Doing {
  id: string;
  cancel(): void;
  /** Stop listening. */
  leave(): void;
}

function begin(body: Record<string, unknown>, listener: Listener): Doing {
  const id = `p${Date.now().toString(36)}${++count}`;
  listeners.set(id, listener);
  last = id;
  const send = (message: Record<string, unknown>): void => {
    connect().then(
      (socket) => socket.send(JSON.stringify(message)),
      () => listener({ kind: "failed", id, problems: [{ found: "the server does not answer", remedy: "is xinyong explore still running?" }] }),
    );
  };
  send({ ...body, id });
  return { id, cancel: () => send({ do: "cancel", id }), leave: () => void listeners.delete(id) };
}

export function run(ask: Ask, listener: Listener): Doing {
  return begin({ do: "run", ask }, listener);
}

export function judge(ids: string[], draws: number, listener: Listener): Doing {
  return begin({ do: "claim", ids, draws }, listener);
}
