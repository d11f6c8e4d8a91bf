/** A value that views watch. */
import { useEffect, useState } from "preact/hooks";

export interface Store<T> {
  get(): T;
  set(next: T): void;
  change(part: Partial<T>): void;
  watch(listener: () => void): () => void;
}

export function store<T>(first: T): Store<T> {
  let value = first;
  const listeners = new Set<() => void>();
  const set = (next: T): void => {
    if (next === value) return;
    value = next;
    for (const each of [...listeners]) each();
  };
  return {
    get: () => value,
    set,
    change: (part) => set({ ...value, ...part }),
    watch(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

export function useStore<T>(watched: Store<T>): T {
  const [, again] = useState({});
  useEffect(() => watched.watch(() => again({})), [watched]);
  return watched.get();
}
