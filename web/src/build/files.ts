/** What can be written: a text to begin with for each kind, and how what was written is run. */
import type { FilePart } from "../types.ts";

export const KINDS = ["reform", "scheme", "book"] as const;
export type Kind = (typeof KINDS)[number];

export const FIRST: Record<Kind, string> = {
  reform: `id: my-reform
name: {en: Gentler and shorter}
base: china-2020
summary: Nothing counts after two years, and nobody's relatives are looked at.
patch:
  - {set: safeguards.no-kin, to: true}
  - {remove: "book.*.measures[reaches=household]"}
  - set: safeguards.expiry
    to: {on: true, months: 24}
`,
  scheme: `id: my-scheme
name: {en: The courts' list and one city's points}
summary: The courts with their list, and Rongcheng's points in Rongcheng. Nothing else.
setting: LAW
books:
  - spc-judgment-defaulters
  - {book: rongcheng, places: [rongcheng]}
`,
  book: `id: my-book
name: {en: A village card}
operator: an invented village
setting: FICT
kind: points
subjects: [person]
in_force: {from: 2014-01}
summary: Ten points for a volunteer, five off for crossing at red. A good card opens one door.
score:
  base: {value: 100, unit: points, standing: assumption, range: [50, 150]}
  lowest: {value: 0, unit: points, standing: assumption, range: [0, 50]}
  adults_only: true
  grades:
    - {id: good, from: {value: 110, unit: points, standing: assumption, range: [105, 130]}}
    - {id: plain}
coverage: {value: 0.5, unit: share, standing: assumption, range: [0.1, 1]}
retention: {value: 24, unit: months, standing: assumption, range: [6, 60]}
collects:
  - conduct: volunteering
    channels: [self-report]
    points: {value: 10, unit: points, standing: assumption, range: [1, 20]}
  - conduct: red-light
    channels: [police, camera]
    points: {value: -5, unit: points, standing: assumption, range: [-20, -1]}
measures:
  - when: {grade: [good]}
    gate: deposit-waiver
    does: grant
    strength: {value: 0.5, unit: share, standing: assumption, range: [0.2, 0.9]}
`,
};

/** The id that a text gives itself. */
export function idOf(text: string): string {
  return /^id:\s*["']?([a-z0-9-]+)/m.exec(text)?.[1] ?? "mine";
}

function baseOf(text: string): string {
  return /^base:\s*["']?([a-z0-9-]+)/m.exec(text)?.[1] ?? "china-2020";
}

/** Where `xinyong` finds a file by what it is. */
export function pathOf({ kind, name }: FilePart): string {
  return kind === "book" ? `${name}/rulebook.yaml` : `${name}.yaml`;
}

/** What it is run beside: a reform beside its base. */
export function twinOf(kind: Kind, text: string): string {
  return kind === "reform" ? baseOf(text) : kind === "book" ? "law-only" : "status-quo-2012";
}

/** The files of a run; a book alone is laid on the law, by a reform that is written here. */
export function sent(kind: Kind, text: string): { files: FilePart[]; scheme: string } {
  const name = idOf(text);
  if (kind !== "book") return { files: [{ kind, name, text }], scheme: name };
  const scheme = `law-and-${name}`.slice(0, 80);
  const around = `id: ${scheme}
name: {en: The law and ${name}}
base: law-only
summary: The law alone, and the rule book ${name} on top.
patch:
  - {add: books, item: {book: ${name}}}
`;
  return { files: [{ kind: "book", name, text }, { kind: "reform", name: scheme, text: around }], scheme };
}
