const special = /[\\\n\r\t]/g;

const written: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A text without what no column of PostgreSQL holds, which is shown as decoders show it: U+0000 and halves of characters. */
export const keepableText = (text: string): string => text.replaceAll('\0', '\uFFFD').toWellFormed();

/** A value as the text format of COPY writes it. https://www.postgresql.org/docs/18/sql-copy.html */
const copyText = (value: string | undefined): string =>
  value === undefined
    ? '\\N'
    : keepableText(value).replace(special, (character) => written[character] ?? character);

/** A line of it. */
export const copyLine = (values: readonly (string | undefined)[]): string =>
  `${values.map(copyText).join('\t')}\n`;
