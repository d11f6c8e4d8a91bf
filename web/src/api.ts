/** Asking the server. Answers of GET are kept: what is listed does not change while the page is open. */
import { useEffect, useState } from "preact/hooks";
import type { Problem } from "./types.ts";

export class Refused extends Error {
  constructor(readonly problems: Problem[], readonly status: number) {
    super(problems.map(told).join("\n"));
  }
}

/** One problem as one line: where, what was found, what is allowed, what to do. */
export function told(problem: Problem): string {
  const where = problem.where ?? problem.path ?? "";
  const place = [where, problem.line ? `line ${problem.line}` : ""].filter(Boolean).join(", ");
  const rest = [problem.found, problem.allowed, problem.did_you_mean, problem.remedy ?? problem.what_to_do];
  return [place, rest.filter(Boolean).join("; ")].filter(Boolean).join(": ");
}

const kept = new Map<string, Promise<unknown>>();

export function get<T>(path: string): Promise<T> {
  let found = kept.get(path) as Promise<T> | undefined;
  if (!found) {
    found = answer<T>(fetch(path, { headers: { accept: "application/json" } }));
    kept.set(path, found);
    found.catch(() => kept.delete(path));
  }
  return found;
}

export function post<T>(path: string, body: unknown): Promise<T> {
  const headers = { "content-type": "application/json", accept: "application/json" };
  return answer<T>(fetch(path, { method: "POST", headers, body: JSON.stringify(body) }));
}

async function answer<T>(asked: Promise<Response>): Promise<T> {
  let response: Response;
  try {
    response = await asked;
  } catch {
    throw new Refused([{ found: "the server does not answer", remedy: "is xinyong explore still running?" }], 0);
  }
  const data: unknown = await response.json().catch(() => null);
  if (response.ok) return data as T;
  const problems = (data as { problems?: Problem[] } | null)?.problems;
  throw new Refused(problems?.length ? problems : [{ found: `the server answered ${response.status}` }], response.status);
}

export interface Asked<T> {
  data: T | null;
  error: Refused | null;
}

/** What a path answers; `null` asks nothing. */
export function useGet<T>(path: string | null): Asked<T> {
  const [state, set] = useState<Asked<T> & { path: string | null }>({ data: null, error: null, path: null });
  useEffect(() => {
    let gone = false;
    if (path === null) return;
    get<T>(path).then(
      (data) => gone || set({ data, error: null, path }),
      (error: unknown) => gone || set({ data: null, error: error as Refused, path }),
    );
    return () => {
      gone = true;
    };
  }, [path]);
  return state.path === path ? state : { data: null, error: null };
}
