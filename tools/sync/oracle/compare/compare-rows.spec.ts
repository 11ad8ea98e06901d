import { describe, expect, it } from 'vitest';
import type { TableRow } from '../ground/dataverse-reader.js';
import { compareRows } from './compare-rows.js';
import type { WantedStep } from './wanted-step.js';

const assets: WantedStep = {
  name: 'assets',
  entitySet: 'cw_assets',
  primaryId: 'cw_assetid',
  cwKeyOf: (key) => `hash of ${key}`,
  isPersonal: false,
  rows: new Map([
    [
      'A',
      { wanted: { cw_name: 'Pump', cw_latitude: 52.123456, cw_duree: 30, cw_comm: null }, isActive: true },
    ],
    ['B', { wanted: { cw_name: 'Lamp', _primarycontactid_value: { cwKey: 'a person' } }, isActive: false }],
    [
      'C',
      { wanted: { cw_type: { label: 'Road' }, cw_others: { json: { b: '1', a: '2' } } }, isActive: true },
    ],
  ]),
};

const own = (key: string) => ({ cw_key: `hash of ${key}`, cw_naturalkey: key, statecode: 0 });

const held: Record<string, TableRow> = {
  A: { ...own('A'), cw_name: 'Pump', cw_latitude: 52.12346, cw_duree: '30', cw_comm: null },
  B: { ...own('B'), cw_name: 'Lamp', _primarycontactid_value: 'guid 1', statecode: 1 },
  C: {
    ...own('C'),
    cw_type: 7,
    'cw_type@OData.Community.Display.V1.FormattedValue': 'Road',
    cw_others: '{"a":"2","b":"1"}',
  },
};

const compared = (rows: readonly TableRow[]) =>
  compareRows(
    {
      rows: (entitySet) =>
        Promise.resolve(entitySet === 'contacts' ? [{ contactid: 'guid 1', cw_key: 'a person' }] : [...rows]),
    },
    assets,
  );

describe('rows of Dataverse beside those that are wanted', () => {
  it('are the same, whatever form the same value has', async () => {
    expect(await compared(Object.values(held))).toMatchObject({ rows: 3, differing: [] });
  });

  it.each([
    ['A', { cw_name: 'pump' }, 'cw_name'],
    ['A', { cw_latitude: 52.123456 }, 'cw_latitude'],
    ['A', { cw_duree: null }, 'cw_duree'],
    ['A', { cw_comm: '' }, 'cw_comm'],
    ['A', { cw_naturalkey: null }, 'cw_naturalkey'],
    ['B', { statecode: 0 }, 'statecode'],
    ['B', { _primarycontactid_value: 'guid 2' }, '_primarycontactid_value'],
    ['C', { 'cw_type@OData.Community.Display.V1.FormattedValue': 'Path' }, 'cw_type'],
    ['C', { cw_others: '{"a":"2"}' }, 'cw_others'],
  ])('differ where %s holds %j', async (key, change, column) => {
    const rows = { ...held, [key]: { ...held[key], ...change } };
    expect((await compared(Object.values(rows))).differing).toEqual([
      { step: 'assets', cwKey: `hash of ${key}`, what: [column] },
    ]);
  });

  it('differ where one is missing, and where nobody wants one', async () => {
    const { A, B, C: _ } = held;
    const stranger = { ...A, cw_key: 'hash of D' };
    expect((await compared([A ?? {}, B ?? {}, stranger])).differing).toEqual([
      { step: 'assets', cwKey: 'hash of C', what: ['is missing'] },
      { step: 'assets', cwKey: 'hash of D', what: ['nobody wants it'] },
    ]);
  });
});
