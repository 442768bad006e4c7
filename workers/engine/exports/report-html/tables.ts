import { sizeText } from "../../../shared/text.ts";
import { html, NOTHING, type Content, type Markup } from "./markup.ts";

export const DASH = "–";

/** Bytes as a number and in words: "10737418240 (10 GiB)". */
export function bytesText(bytes: number): string {
  const words = sizeText(bytes);
  return /byte/.test(words) ? words : `${bytes} (${words})`;
}

/** An offset that comes as a decimal string, because it can use all 64 bits. */
export function offsetWords(offset: string | null): string {
  if (offset === null || !/^\d+$/.test(offset)) return offset ?? DASH;
  return `0x${BigInt(offset).toString(16)}`;
}

export function mono(text: string | null): Content {
  return text === null ? DASH : html`<span class="mono">${text}</span>`;
}

/** A table of names and values; rows without a value are left out. */
export function facts(rows: readonly (readonly [name: string, value: Content | null])[]): Markup {
  const shown = rows.filter(([, value]) => value !== null);
  return html`<table class="facts">
    <tbody>
      ${shown.map(
        ([name, value]) =>
          html`<tr>
            <th scope="row">${name}</th>
            <td>${value ?? ""}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

export interface Column<T> {
  readonly title: string;
  readonly cell: (row: T) => Content;
  readonly kind?: "number" | "nowrap";
}

/** A table with a row for each item, or a sentence where there is none. */
export function list<T>(
  rows: readonly T[],
  columns: readonly Column<T>[],
  options: { readonly empty: string; readonly caption?: string },
): Markup {
  if (rows.length === 0) return html`<p class="muted">${options.empty}</p>`;
  return html`<div class="scroll">
    <table>
      ${
        options.caption === undefined
          ? NOTHING
          : html`<caption>
              ${options.caption}
            </caption>`
      }
      <thead>
        <tr>
          ${columns.map(({ title, kind }) => html`<th scope="col" class="${kind ?? ""}">${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${columns.map(({ cell, kind }) => html`<td class="${kind ?? ""}">${cell(row)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
