/** Words that fit where the cursor is: keys and values of the schema, ids of the library. */

/** Keys after which an id of a list stands. */
const LISTS: Record<string, string> = {
  conduct: "conducts", conducts: "conducts", channel: "channels", channels: "channels", gate: "gatekeepers", to: "gatekeepers",
  base: "schemes", book: "systems", books: "systems", places: "places", place: "places", provinces: "provinces",
  ref: "sources", source: "sources", sources: "sources", moves: "indicators", indicator: "indicators",
};
const MOST = 12;

export interface Vocabulary {
  keys: string[];
  values: string[];
  lists: Record<string, string[]>;
}

/** What words are offered, and where the word begins that they would replace. */
export interface Offers {
  from: number;
  words: string[];
}

/** All keys and fixed values of a JSON Schema, beside the library's ids. */
export function vocabulary({ schema, words }: { schema: unknown; words: Record<string, string[]> }): Vocabulary {
  const keys = new Set<string>();
  const values = new Set<string>();
  const walk = (part: unknown): void => {
    if (Array.isArray(part)) part.forEach(walk);
    else if (part && typeof part === "object") {
      for (const [key, value] of Object.entries(part)) {
        if (key === "properties" && value && typeof value === "object") Object.keys(value).forEach((each) => keys.add(each));
        if (key === "enum" && Array.isArray(value)) value.forEach((each) => typeof each === "string" && values.add(each));
        if (key === "const" && typeof value === "string") values.add(value);
        walk(value);
      }
    }
  };
  walk(schema);
  return { keys: [...keys].sort(), values: [...values].sort(), lists: words };
}

export function offers(text: string, at: number, known: Vocabulary): Offers {
  const line = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
  const word = /[\w.-]*$/.exec(line)?.[0] ?? "";
  const before = line.slice(0, line.length - word.length);
  if (/#/.test(before)) return { from: at, words: [] };
  const key = [...before.matchAll(/([\w-]+):\s*(?:\[[^\]]*)?$/g)].at(-1)?.[1] ?? [...before.matchAll(/([\w-]+):[^:]*$/g)].at(-1)?.[1];
  const value = /:\s*(\[[^\]]*)?$/.test(before);
  const dot = word.lastIndexOf(".");
  if (dot >= 0) {
    // a path of a patch: a book, or what a book has
    const last = word.slice(dot + 1);
    const some = /^books?$/.test(word.slice(0, dot)) ? (known.lists["systems"] ?? []) : [...known.keys, ...known.values];
    return {
      from: at - last.length,
      words: some.filter((each) => each !== last && (each.startsWith(last) || (last.length > 1 && each.includes(last)))).slice(0, MOST),
    };
  }
  const listed = value && key ? known.lists[LISTS[key] ?? ""] : undefined;
  const some = listed ?? (value ? [...known.values, ...known.keys] : [...known.keys, ...known.values]);
  if (!word && !listed) return { from: at, words: [] };
  const first = some.filter((each) => each.startsWith(word) && each !== word);
  const then = word.length > 1 ? some.filter((each) => !each.startsWith(word) && each.includes(word)) : [];
  return { from: at - word.length, words: [...new Set([...first, ...then])].slice(0, MOST) };
}
