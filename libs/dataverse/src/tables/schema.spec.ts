import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { accountTable } from './account.table.js';
import { annotationTable } from './annotation.table.js';
import { type MappedColumn } from '../table-map/column.js';
import { contactTable } from './contact.table.js';
import { incidentTable } from './incident.table.js';
import type { Table } from '../table-map/table.js';

interface SchemaColumn {
  type: string;
  length?: number;
  required?: string;
  set?: string;
  choice?: string;
  values?: { value: number }[];
  targets?: Record<string, { property: string; relationship: string }>;
}
interface SchemaTable {
  entitySet: string;
  primaryId: string;
  columns: Record<string, SchemaColumn>;
  state?: { state: number; statuses: { value: number }[] }[];
  keys?: Record<string, { columns: string[] }>;
}
interface Schema {
  choices: Record<string, { values: { value: number }[] }>;
  tables: Record<string, SchemaTable>;
}

const schema = parse(
  readFileSync(new URL('../../../../dataverse/schema.yaml', import.meta.url), 'utf8'),
) as Schema;

const typeOf: Record<MappedColumn['kind'], string[]> = {
  text: ['string', 'memo'],
  number: ['integer', 'double', 'decimal'],
  flag: ['boolean'],
  moment: ['datetime'],
  day: ['date'],
  choice: ['choice'],
  lookup: ['lookup'],
  file: ['file'],
  image: ['image'],
};

const tables: Table[] = [accountTable, contactTable, incidentTable, annotationTable];

/** State and status stand apart from the other columns in the schema. */
function schemaColumn(table: Table, { column }: MappedColumn): SchemaColumn | undefined {
  const { columns, state = [] } = schema.tables[table.name] as SchemaTable;
  if (column === 'statecode')
    return { type: 'choice', set: 'server', values: state.map((each) => ({ value: each.state })) };
  if (column === 'statuscode')
    return { type: 'choice', set: 'server', values: state.flatMap((each) => each.statuses) };
  return columns[column];
}

describe.each(tables.map((table) => [table.name, table] as const))(
  'the map of %s and dataverse/schema.yaml',
  (_, table) => {
    const columns = Object.values(table.columns);

    it('agree on the names of the table', () => {
      expect(schema.tables[table.name]).toMatchObject({
        entitySet: table.entitySet,
        primaryId: table.primaryId,
      });
    });

    it.each(columns.map((column) => [column.column, column] as const))('agree on %s', (__, column) => {
      const expected = schemaColumn(table, column);
      expect(typeOf[column.kind]).toContain(expected?.type);
      expect(column.set).toBe(expected?.set ?? 'client');
      expect(column.required).toBe(expected?.required === 'system');
      if (column.kind === 'text') expect(column.maxLength).toBe(expected?.length);
      if (column.kind === 'choice') {
        const values = expected?.choice ? schema.choices[expected.choice]?.values : expected?.values;
        expect(Object.values(column.values).sort()).toEqual(values?.map(({ value }) => value).sort());
      }
      if (column.kind === 'lookup') {
        const properties = Object.entries(expected?.targets ?? {}).map(([target, { property }]) => [
          target,
          property,
        ]);
        expect(column.targets).toEqual(Object.fromEntries(properties));
      }
    });

    it('map no column twice', () => {
      const names = columns.map(({ column }) => column);
      expect(new Set(names).size).toBe(names.length);
    });

    it('agree on the alternate keys', () => {
      const keys = table.keys.map((names) => names.map((name) => table.columns[name]?.column));
      const expected = Object.values(schema.tables[table.name]?.keys ?? {}).map((key) => key.columns);
      expect(keys).toEqual(expected);
    });

    it('agree on the collections', () => {
      for (const { navigation, table: other } of Object.values(table.collections)) {
        const targets = Object.values(schema.tables[other]?.columns ?? {}).map((each) => each.targets);
        expect(targets.map((each) => each?.[table.name]?.relationship)).toContain(navigation);
      }
    });
  },
);
