import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSchema, type Schema } from '#lib/dataverse-schema';
import type { Environment, FoundColumn, FoundTable } from '../environment/environment.js';
import { perfectEnvironment } from '../testing/perfect-environment.js';
import { compare } from './compare.js';
import type { Difference } from './difference.js';
import { obstaclesIn, planOf } from './plan.js';

const sample = fileURLToPath(new URL('../testing/sample-schema.yaml', import.meta.url));

let schema: Schema;
beforeAll(async () => void (schema = await readSchema(sample)));

const nothing: Environment = {
  publisher: undefined,
  solution: undefined,
  choices: new Map(),
  tables: new Map(),
};

const bend = (table: string, changes: (found: FoundTable) => Partial<FoundTable>): Environment => {
  const environment = perfectEnvironment(schema);
  const found = environment.tables.get(table) as FoundTable;
  return { ...environment, tables: new Map(environment.tables).set(table, { ...found, ...changes(found) }) };
};

const bendColumn = (name: string, changes: Partial<FoundColumn>) => {
  const [table = '', column = ''] = name.split('.');
  return bend(table, ({ columns }) => ({
    columns: new Map(columns).set(column, { ...(columns.get(column) as FoundColumn), ...changes }),
  }));
};

const told = (differences: readonly Difference[]) =>
  differences.map(({ name, says, remedy }) => `${name} ${says} (by ${remedy.by})`);

const differences = (environment: Environment) => told(compare(schema, environment));

describe('a comparison of the schema with an environment', () => {
  it('finds nothing in one that has it all', () => {
    expect(differences(perfectEnvironment(schema))).toEqual([]);
  });

  it('finds everything of ours missing in an empty one, and says of the platform’s what it cannot help', () => {
    const empty = differences(nothing);
    expect(empty).toContain('sample is missing (by provision)');
    expect(empty).toContain('Sample is missing (by provision)');
    expect(empty).toContain('sm_colour is missing (by provision)');
    expect(empty).toContain('sm_lamp is missing (by provision)');
    expect(empty).toContain('sm_lamp.sm_watts is missing (by provision)');
    expect(empty).toContain('sm_lamp.sm_lampkey is missing (by provision)');
    expect(empty).toContain('contact is missing (by hand)');
  });

  it('leaves the column that names the rows to the creation of the table', () => {
    expect(differences(nothing).join()).not.toContain('sm_lamp.sm_name');
  });

  it.each<[string, Partial<FoundColumn>, string]>([
    ['sm_lamp.sm_place', { length: 50 }, 'has length 50 where we rely on 200 (by provision)'],
    ['sm_lamp.sm_place', { length: 900 }, 'has length 900 where we rely on 200 (by hand)'],
    ['sm_lamp.sm_place', { type: 'MemoType' }, 'is a MemoType where we rely on a StringType (by hand)'],
    ['sm_lamp.sm_place', { label: 'Where' }, 'is called "Where" where we say "Place" (by provision)'],
    ['sm_lamp.sm_watts', { max: 100 }, 'takes numbers up to 100 where we rely on 1000 (by provision)'],
    ['sm_lamp.sm_watts', { min: 5 }, 'takes numbers from 5 where we rely on 0 (by provision)'],
    [
      'sm_lamp.sm_latitude',
      { precision: 2 },
      'shows as many digits after the point as 2 where we rely on 5 (by provision)',
    ],
    [
      'sm_lamp.sm_lit',
      { type: 'PicklistType' },
      'is a PicklistType where we rely on a BooleanType (by hand)',
    ],
    [
      'sm_lamp.sm_built',
      { format: 'DateAndTime' },
      'has the format DateAndTime where we rely on DateOnly (by hand)',
    ],
    [
      'sm_lamp.sm_colour',
      { choice: 'sm_other' },
      'takes its values from sm_other where we rely on sm_colour (by hand)',
    ],
    ['sm_lamp.sm_kind', { values: [] }, 'lacks the option 100000000 "Pole" (by provision)'],
    [
      'sm_lamp.sm_kind',
      { values: [{ value: 7, label: 'Pole' }] },
      'has "Pole" as 7 where we rely on 100000000 (by hand)',
    ],
    [
      'sm_lamp.sm_kind',
      { values: [{ value: 100000000, label: 'Post' }] },
      'calls the option 100000000 "Post" where we say "Pole" (by provision)',
    ],
    ['sm_lamp.sm_customer', { targets: ['account'] }, 'does not refer to contact (by hand)'],
    ['contact.lastname', { length: 20 }, 'has length 20 where we rely on 50 (by hand)'],
    [
      'contact.preferredcontactmethodcode',
      { values: [{ value: 1, label: 'Alle' }] },
      'lacks the option 2 "Email" (by hand)',
    ],
    ['contact.statecode', { values: [{ value: 0, label: '' }] }, 'lacks the option 1 "Inactive" (by hand)'],
  ])('says of %s when it is bent', (name, changes, words) => {
    expect(differences(bendColumn(name, changes))).toContain(`${name} ${words}`);
  });

  it.each<[string, Partial<FoundColumn>]>([
    ['contact.lastname', { length: 100 }],
    ['contact.lastname', { type: 'MemoType' }],
    ['contact.lastname', { label: 'Nachname' }],
    ['contact.preferredcontactmethodcode', { values: [1, 2, 3].map((value) => ({ value, label: 'x' })) }],
    ['sm_lamp.sm_watts', { min: -1, max: 5_000 }],
    ['sm_lamp.sm_customer', { type: 'CustomerType', targets: ['account', 'contact', 'incident'] }],
  ])('minds nothing when %s can more than we need', (name, changes) => {
    expect(differences(bendColumn(name, changes))).toEqual([]);
  });

  it('says so when a navigation property has another name', () => {
    const environment = bend('sm_lamp', ({ relationships }) => ({
      relationships: relationships.map((each) => ({ ...each, property: each.property.toUpperCase() })),
    }));
    expect(differences(environment)).toContain(
      'sm_lamp.sm_keeper binds contact by SM_KEEPER where we rely on sm_keeper (by hand)',
    );
  });

  it('says so when a table is reached by other names', () => {
    const environment = bend('sm_lamp', () => ({ entitySet: 'sm_lampset', label: 'Light' }));
    expect(differences(environment)).toEqual([
      'sm_lamp has the entitySet sm_lampset where we rely on sm_lamps (by hand)',
      'sm_lamp is called "Light" where we say "Lamp" (by provision)',
    ]);
  });
});

describe('a key', () => {
  const lampKeys = (...keys: FoundTable['keys']) => differences(bend('sm_lamp', () => ({ keys })));
  const ours = { name: 'sm_lampkey', columns: ['sm_key'], status: 'Active' as const };

  it.each([
    ['is missing (by provision)', []],
    ['is over sm_place where we rely on sm_key (by hand)', [{ ...ours, columns: ['sm_place'] }]],
    ['is Pending: its index is being built (by provision)', [{ ...ours, status: 'Pending' as const }]],
    ['is InProgress: its index is being built (by provision)', [{ ...ours, status: 'InProgress' as const }]],
  ])('%s', (words, keys) => {
    expect(lampKeys(...keys)).toEqual([`sm_lamp.sm_lampkey ${words}`]);
  });

  it('that failed is told with the likely cause', () => {
    expect(lampKeys({ ...ours, status: 'Failed' }).join()).toMatch(/rows have the same values/);
  });

  it('serves under another name, too', () => {
    expect(lampKeys({ ...ours, name: 'sm_made_by_hand' })).toEqual([]);
  });
});

describe('publisher and solution', () => {
  const withPublisher = (publisher: Environment['publisher']) => ({
    ...perfectEnvironment(schema),
    publisher,
  });

  it('stand in the way when they are somebody else’s', () => {
    const found = compare(schema, withPublisher({ id: 'other', prefix: 'new', optionValuePrefix: 72700 }));
    expect(told(obstaclesIn(found))).toEqual([
      'sample has the prefix new where we rely on sm (by hand)',
      'sample has the option prefix 72700 where we rely on 10000 (by hand)',
      'Sample does not belong to the publisher sample (by hand)',
    ]);
  });

  it('are no obstacle when they are merely missing', () => {
    expect(obstaclesIn(compare(schema, nothing))).toEqual([]);
  });
});

describe('the plan', () => {
  it('makes nothing before what it stands on', () => {
    const steps = planOf(compare(schema, { ...nothing, tables: onlyPlatformTables() }));
    const order = steps.map((step) => step.do);
    expect(order.slice(0, 4)).toEqual([
      'create-publisher',
      'create-solution',
      'create-choice',
      'create-table',
    ]);
    expect(order.lastIndexOf('create-column')).toBeLessThan(order.indexOf('create-key'));
    const columns = steps.flatMap((step) => (step.do === 'create-column' ? [step.column.type] : []));
    expect(columns.indexOf('lookup')).toBe(
      columns.length - columns.filter((type) => type === 'lookup').length,
    );
  });

  it('is empty when only hands can help', () => {
    expect(planOf(compare(schema, bendColumn('contact.lastname', { length: 20 })))).toEqual([]);
  });

  const onlyPlatformTables = () => {
    const { tables } = perfectEnvironment(schema);
    return new Map([...tables].filter(([name]) => !name.startsWith('sm_')));
  };
});
