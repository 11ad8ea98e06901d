/** G2: what a value of a source is, whoever wrote it. */
export function normal(text: string | undefined): string | null {
  const trimmed = (text ?? '')
    .normalize('NFC')
    .replaceAll('\r\n', '\n')
    .replace(/^\p{White_Space}+|\p{White_Space}+$/gu, '');
  return trimmed === '' ? null : trimmed;
}

export const lower = (text: string | null): string | null => text?.toLowerCase() ?? null;

/** The number that a text writes; null where it writes none. */
export function numberOf(text: string | null): number | null {
  if (text === null || !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return null;
  return Number(text);
}

/** G5: numbers are compared as doubles, and what is no number as it stands. */
export const figure = (text: string | null): number | string | null => numberOf(text) ?? text;

/** What there is of these, with something in between; null when there is nothing. */
export const joined = (separator: string, ...texts: (string | null)[]): string | null =>
  normal(texts.filter((text) => text !== null).join(separator));

/** As many UTF-16 units as a column holds; what was cut ends in an ellipsis, which stands for no half character. */
export function cut(text: string | null, length: number): string | null {
  if (text === null || text.length <= length) return text;
  const kept = text.slice(0, length - 1);
  return `${/[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept}…`;
}
