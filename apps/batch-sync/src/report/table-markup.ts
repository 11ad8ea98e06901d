import { type Markup, markup } from './markup.js';

/** A cell; numbers stand on the right. */
export type Cell = string | number | Markup;

/** A table under a heading; without rows, a word that there is nothing. */
export function section(title: string, head: readonly string[], rows: readonly (readonly Cell[])[]): Markup {
  const body =
    rows.length === 0
      ? markup`<p class="nothing">None.</p>`
      : markup`<div class="table"><table><thead><tr>${head.map((text) => markup`<th>${text}</th>`)}</tr></thead>
<tbody>${rows.map((row) => markup`<tr>${row.map(cell)}</tr>\n`)}</tbody></table></div>`;
  return markup`<section><h2>${title}</h2>${body}</section>\n`;
}

const cell = (value: Cell): Markup =>
  typeof value === 'number' ? markup`<td class="number">${inDigits(value)}</td>` : markup`<td>${value}</td>`;

/** `12,345`, or `0.25`. */
export const inDigits = (value: number): string =>
  value.toLocaleString('en-GB', { maximumFractionDigits: value < 10 ? 2 : 0 });

/** `R3 12, R4 1`; a dash for nothing. */
export const countsInWords = (counts: Readonly<Record<string, number | undefined>>): string =>
  Object.entries(counts)
    .filter(([, count]) => (count ?? 0) > 0)
    .map(([name, count]) => `${name} ${inDigits(count ?? 0)}`)
    .join(', ') || '–';

/** `1 h 12 min`, `12 s`, `85 ms`. */
export function durationInWords(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
