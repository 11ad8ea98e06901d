import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountTable } from '../tables/account.table.js';
import { annotationTable } from '../tables/annotation.table.js';
import type { MappedColumn } from './column.js';
import { selectName } from './column-names.js';
import { contactTable } from '../tables/contact.table.js';
import { incidentResolutionTable } from '../tables/incident-resolution.table.js';
import { incidentTable } from '../tables/incident.table.js';
import { fromDataverse, toDataverse } from './row-mapping.js';
import type { Table } from './table.js';

const tables: Table[] = [accountTable, annotationTable, contactTable, incidentTable, incidentResolutionTable];
const id = '0a0a0a0a-0000-0000-0000-000000000001';

/** Any value that a column can hold, null included; a lookup is written and read in two ways, so it is not among them. */
function valueOf(column: MappedColumn): fc.Arbitrary<unknown> {
  switch (column.kind) {
    case 'text':
      return fc.string({ unit: 'binary' });
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
    case 'flag':
      return fc.boolean();
    case 'moment':
      return fc.date({ noInvalidDate: true });
    case 'day':
      return fc
        .date({ noInvalidDate: true, min: new Date(0) })
        .map((date) => date.toISOString().slice(0, 10));
    case 'choice':
      return fc.constantFrom(...Object.keys(column.values));
    case 'lookup':
    case 'file':
    case 'image':
      return fc.constant(null);
  }
}

const rowOfTable = ({ columns }: Table): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(
    Object.fromEntries(
      Object.entries(columns)
        .filter(([, { set }]) => set !== 'server')
        .map(([name, column]) => [name, fc.option(valueOf(column), { nil: null })]),
    ),
    { requiredKeys: [] },
  );

/** What the service would answer: what was sent, with a lookup under the name by which it is read. */
function answered(table: Table, row: Record<string, unknown>): Record<string, unknown> {
  const sent = JSON.parse(JSON.stringify(toDataverse(table, row))) as Record<string, unknown>;
  const lookups = Object.entries(table.columns).flatMap(([name, column]) =>
    column.kind === 'lookup' && name in row ? [[selectName(column), null] as const] : [],
  );
  return { ...sent, [table.primaryId]: id, ...Object.fromEntries(lookups) };
}

describe.each(tables.map((table) => [table.name, table] as const))('every row of %s', (_, table) => {
  it('comes back as it was written', () => {
    fc.assert(
      fc.property(rowOfTable(table), (row) => {
        expect(fromDataverse(table, answered(table, row))).toEqual({ id, ...row });
      }),
    );
  });
});
