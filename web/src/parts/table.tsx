/** A plain table: the text alternative of every figure. */
import type { ComponentChildren } from "preact";
import type { Cell } from "./saving.ts";

export interface Rows {
  head: string[];
  rows: Cell[][];
}

export function Table({ of, caption }: { of: Rows; caption: string }) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>{of.head.map((each) => <th scope="col" key={each}>{each}</th>)}</tr>
        </thead>
        <tbody>
          {of.rows.map((row, k) => (
            <tr key={k}>
              {row.map((cell, n) => (n === 0 ? <th scope="row">{shown(cell)}</th> : <td class={typeof cell === "number" ? "n" : ""}>{shown(cell)}</td>))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function shown(cell: Cell): ComponentChildren {
  if (cell === null) return "–";
  if (typeof cell !== "number") return cell;
  return Number.isInteger(cell) ? cell.toLocaleString("en-US") : Number(cell.toPrecision(5)).toString();
}
