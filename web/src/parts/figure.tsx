/** A figure: what it shows, a table of the same one click away, and its files. */
import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { toast } from "./toast.tsx";
import { csv, png, save, svgText } from "./saving.ts";
import { Table, type Rows } from "./table.tsx";
import { t } from "../words/words.ts";

export interface FigureProps {
  title: string;
  /** Beside the title: what to choose in this figure. */
  tools?: ComponentChildren;
  note?: ComponentChildren;
  /** How the figure was made, for its files. */
  made: string;
  /** Name of files, without ending. */
  file: string;
  rows: () => Rows;
  children: ComponentChildren;
  class?: string;
}

export function Figure({ title, tools, note, made, file, rows, children, class: more = "" }: FigureProps) {
  const [table, setTable] = useState(false);
  const body = useRef<HTMLDivElement>(null);

  const picture = (): string | null => {
    const found = [...(body.current?.querySelectorAll("svg") ?? [])];
    return found.length ? svgText(found, title, made) : null;
  };
  const saveCsv = (): void => {
    const made = rows();
    save(`${file}.csv`, csv([made.head, ...made.rows]), "text/csv");
  };
  const saveSvg = (): void => {
    const text = picture();
    if (text) save(`${file}.svg`, text, "image/svg+xml");
  };
  const savePng = (): void => {
    const text = picture();
    if (text) png(text).then((blob) => save(`${file}.png`, blob), () => toast(t("no-png")));
  };

  return (
    <figure class={`figure ${more}`}>
      <figcaption>
        <h2 class="t">{title}</h2>
        {tools}
      </figcaption>
      <div class={table ? "gone" : ""} ref={body}>{children}</div>
      {table && <Table of={rows()} caption={title} />}
      {note && <p class="note">{note}</p>}
      <div class="files" role="group" aria-label={t("files-of", { what: title })}>
        <button type="button" class="quiet" aria-pressed={table} onClick={() => setTable(!table)}>
          {t(table ? "as-figure" : "as-table")}
        </button>
        <button type="button" class="quiet" onClick={saveCsv}>CSV</button>
        <button type="button" class="quiet" onClick={saveSvg} disabled={table}>SVG</button>
        <button type="button" class="quiet" onClick={savePng} disabled={table}>PNG</button>
      </div>
    </figure>
  );
}
