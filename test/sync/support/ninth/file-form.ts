import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { Integration } from '../../../../apps/batch-sync/src/catalogue/integration.js';
import type { SourceRow } from '../../../../apps/batch-sync/src/extract/source-row.js';

type Format = Integration['source']['format'][number];

/** How the files of a source are written. */
export interface FileForm {
  readonly format: Extract<Format, { kind: 'csv' | 'json' }>;
  readonly isPacked: boolean;
  /** Which of the names of its columns the source uses. */
  readonly name: number;
}

/** A file, and the code of the refusal where nobody can read it. */
export interface Written {
  readonly content: Buffer;
  readonly refused: string | undefined;
}

const formats: fc.Arbitrary<FileForm['format']> = fc.oneof(
  fc.record({
    kind: fc.constant('csv' as const),
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    encoding: fc.constantFrom('utf-8' as const, 'utf-16le' as const),
  }),
  fc.record({ kind: fc.constant('json' as const), rows: fc.constantFrom('data.rows', undefined) }),
);

export const fileForms = (format: FileForm['format']): fc.Arbitrary<FileForm> =>
  fc.record({ format: fc.constant(format), isPacked: fc.boolean(), name: fc.nat({ max: 1 }) });

export const anyFormat = formats;

/** The names that a source gives its columns; its files may have the one or the other. */
export const namesOf = (column: string): [string, string] => [`The ${column} of it`, column];

/** Writes rows as their source would. What has no row, or in JSON no row that names its columns, cannot be read. */
export function written(rows: readonly SourceRow[], { columns }: Integration, form: FileForm): Written {
  const { format, isPacked, name } = form;
  const named = rows.map((row) => ({ ...row, values: withNames(row, Object.keys(columns), name) }));
  const header = Object.keys(withNames({ values: {} }, Object.keys(columns), name));
  const content = format.kind === 'csv' ? csv(header, named, format) : json(named, format.rows);
  return { content: isPacked ? gzipSync(content) : content, refused: refusalOf(rows, format) };
}

function refusalOf(rows: readonly SourceRow[], { kind }: FileForm['format']): string | undefined {
  if (rows.length === 0) return 'delivery-without-rows';
  const isNameless = kind === 'json' && rows.every(({ defect }) => defect !== undefined);
  return isNameless ? 'delivery-column-missing' : undefined;
}

const withNames = (
  { values, others = {} }: Pick<SourceRow, 'values' | 'others'>,
  columns: readonly string[],
  name: number,
) => ({
  ...Object.fromEntries(columns.map((column) => [namesOf(column)[name] ?? column, values[column] ?? ''])),
  ...others,
});

type NamedRow = Omit<SourceRow, 'values'> & { values: Record<string, string> };

/** All cells are quoted, but for a record that has a quote too many. */
function csv(
  known: readonly string[],
  rows: readonly NamedRow[],
  { delimiter, encoding }: Extract<Format, { kind: 'csv' }>,
): Buffer {
  const header = [...new Set([...known, ...rows.flatMap(({ values }) => Object.keys(values))])];
  const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
  const line = ({ values, defect }: NamedRow) =>
    defect === undefined ? header.map((name) => quoted(values[name] ?? '')).join(delimiter) : 'a"b';
  const text = [header.map(quoted).join(delimiter), ...rows.map(line)].map((each) => `${each}\r\n`).join('');
  if (encoding === 'utf-16le') return Buffer.from(`\ufeff${text.toWellFormed()}`, 'utf16le');
  return Buffer.from(text);
}

/** What looks like a number, or like an answer, is written as one where it stays the same text. */
function json(rows: readonly NamedRow[], path: string | undefined): Buffer {
  const valueOf = (text: string) =>
    /^(-?(0|[1-9]\d{0,20})(\.\d+)?(e[+-]?\d+)?|true|false)$/.test(text) ? text : JSON.stringify(text);
  const rowsText = rows.map(({ values, defect }) =>
    defect === undefined
      ? `{${Object.entries(values)
          .map(([name, text]) => `${JSON.stringify(name)}: ${valueOf(text)}`)
          .join(', ')}}`
      : '"no row"',
  );
  const array = `[${rowsText.join(',\n')}]`;
  return Buffer.from(path === undefined ? array : `{"data": {"note": [1, {"rows": []}], "rows": ${array}}}`);
}
