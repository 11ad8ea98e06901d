import { type DataverseReader, formatted, type TableRow } from '../ground/dataverse-reader.js';
import type { Wanted, WantedRow } from '../reading/hand-read.js';
import { cut } from '../reading/normal-form.js';
import type { WantedStep } from './wanted-step.js';

/** A row that Dataverse holds otherwise. It is told by its `cw_key` alone: what it holds may be about people. */
export interface RowDifference {
  readonly step: string;
  readonly cwKey: string;
  /** The columns that differ, or what else is wrong. */
  readonly what: readonly string[];
}

/** How the rows of a step stand beside those that are wanted. */
export interface RowsCompared {
  readonly rows: number;
  readonly columns: number;
  readonly differing: readonly RowDifference[];
}

/** Lookups by the columns that they are read by, with the rows that they name. */
const TARGETS: Readonly<Record<string, { entitySet: string; primaryId: string }>> = {
  _primarycontactid_value: { entitySet: 'contacts', primaryId: 'contactid' },
  _cw_assetid_value: { entitySet: 'cw_assets', primaryId: 'cw_assetid' },
};

const ALWAYS = ['cw_key', 'cw_naturalkey', 'cw_sourcesystem', 'statecode'] as const;

/** Holds what Dataverse has of a step against what it must have, row by row and column by column. */
export async function compareRows(
  dataverse: Pick<DataverseReader, 'rows'>,
  step: WantedStep,
): Promise<RowsCompared> {
  const columns = [...new Set([...step.rows.values()].flatMap(({ wanted }) => Object.keys(wanted)))];
  const bound = await boundKeys(dataverse, columns);
  const notes = await notesOf(dataverse, step);
  const select = [step.primaryId, ...ALWAYS, ...columns];
  const held = await dataverse.rows(step.entitySet, select, `cw_sourcesystem eq '${step.name}'`, true);
  const byKey = new Map(held.map((row) => [String(row['cw_key']), row]));
  const differing = [...step.rows].flatMap(([key, row]): RowDifference[] => {
    const cwKey = step.cwKeyOf(key);
    const found = byKey.get(cwKey);
    byKey.delete(cwKey);
    if (!found) return [{ step: step.name, cwKey, what: ['is missing'] }];
    const wanted: WantedRow = {
      ...row.wanted,
      cw_naturalkey: step.isPersonal ? null : cut(key, 400),
      statecode: row.isActive && !row.isClosed ? 0 : 1,
    };
    const what = Object.entries(wanted).flatMap(([column, value]) =>
      isHeld(value, column, found, bound) ? [] : [column],
    );
    const note = notes.get(String(found[step.primaryId]));
    if (note !== (row.note && `${row.note.subject}\n${row.note.text}`)) what.push('its note');
    return what.length > 0 ? [{ step: step.name, cwKey, what }] : [];
  });
  const extra = [...byKey.keys()].map((cwKey) => ({ step: step.name, cwKey, what: ['nobody wants it'] }));
  return { rows: held.length, columns: columns.length + 2, differing: [...differing, ...extra] };
}

/** The `cw_key` of rows by their GUIDs, of the tables that the columns name. */
async function boundKeys(
  dataverse: Pick<DataverseReader, 'rows'>,
  columns: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const keys = new Map<string, string>();
  for (const target of columns.flatMap((column) => TARGETS[column] ?? []))
    for (const row of await dataverse.rows(target.entitySet, [target.primaryId, 'cw_key']))
      keys.set(String(row[target.primaryId]), String(row['cw_key']));
  return keys;
}

/** Subject and text of the notes, by the rows that they are of; two notes of one row differ from any one. */
async function notesOf(
  dataverse: Pick<DataverseReader, 'rows'>,
  { rows }: WantedStep,
): Promise<Map<string, string>> {
  const notes = new Map<string, string>();
  if (![...rows.values()].some(({ note }) => note)) return notes;
  for (const note of await dataverse.rows('annotations', ['_objectid_value', 'subject', 'notetext'])) {
    const of = String(note['_objectid_value']);
    const text = `${String(note['subject'])}\n${String(note['notetext'])}`;
    notes.set(of, notes.has(of) ? 'several' : text);
  }
  return notes;
}

function isHeld(wanted: Wanted, column: string, row: TableRow, bound: ReadonlyMap<string, string>): boolean {
  const value = row[column] ?? null;
  if (wanted === null || typeof wanted === 'string') return value === wanted;
  if (typeof wanted === 'number')
    return typeof value === 'number'
      ? value === Number(wanted.toFixed(DECIMALS))
      : value !== null && Number(value) === wanted;
  if ('label' in wanted) return row[formatted(column)] === wanted.label;
  if ('cwKey' in wanted) return bound.get(String(value)) === wanted.cwKey;
  return typeof value === 'string' && sorted(JSON.parse(value) as object) === sorted(wanted.json);
}

/** Of all columns for degrees; whole numbers have none. */
const DECIMALS = 5;

const sorted = (object: object): string =>
  JSON.stringify(Object.entries(object).sort(([one], [other]) => (one < other ? -1 : 1)));
