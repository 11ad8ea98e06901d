import { describe, expect, it } from 'vitest';
import type { StoredRow } from '../../support/dataverse-control.js';
import { check, type Entry } from './checker.js';
import { type KindName, type Told, valuesAfter, valuesBefore, type Way, type Write } from './writes.js';

const writeOf = (kind: KindName): Write => ({
  kind,
  naturalKey: 'a/bulk/1',
  id: 'id-1',
  key: 'key-1',
  values: { name: 'Name', accountNumber: '1', city: 'City' },
});

const rowOf = (values: Write['values'] | undefined, id = 'id-1'): StoredRow[] =>
  values
    ? [
        {
          accountid: id,
          cw_naturalkey: 'a/bulk/1',
          name: values.name,
          accountnumber: values.accountNumber,
          address1_city: values.city,
        },
      ]
    : [];

const after = (kind: KindName) => rowOf(valuesAfter(writeOf(kind)));
const before = (kind: KindName) => rowOf(valuesBefore(writeOf(kind)));
const entry = (kind: KindName, told: Told | undefined, way: Way = 'batch'): Entry => ({
  write: writeOf(kind),
  way,
  told,
});
const found = (entries: Entry[], rows: StoredRow[], options = {}) =>
  check(entries, rows, { isTroubled: true, isEnd: true, ...options }).map(({ kind }) => kind);

const created = 'a new row without a key';

describe('the checker of many writes', () => {
  it('finds nothing where each row is once as it was told', () => {
    expect(found([entry(created, { outcome: 'created', id: 'id-1' })], after(created))).toEqual([]);
    expect(found([entry('a change', { outcome: 'updated' })], after('a change'))).toEqual([]);
    expect(found([entry('a deletion', { outcome: 'deleted' })], [])).toEqual([]);
  });

  it.each<[string, Entry, StoredRow[]]>([
    ['lost', entry(created, { outcome: 'created' }), []],
    ['doubled', entry(created, { outcome: 'created' }), [...after(created), ...after(created)]],
    ['wrong', entry('a change', { outcome: 'updated' }), before('a change')],
    [
      'wrong',
      entry('a change', { outcome: 'updated' }),
      rowOf({ name: 'X', accountNumber: '1', city: 'City' }),
    ],
    ['wrong', entry('a deletion', { outcome: 'deleted' }), before('a deletion')],
    ['wrong', entry(created, { outcome: 'created' }), rowOf(valuesAfter(writeOf(created)), 'id-2')],
  ])('finds what is %s in %j', (kind, one, rows) => {
    expect(found([one], rows)).toEqual([kind]);
  });

  it('finds a row that nobody has written', () => {
    expect(found([], after(created))).toEqual(['wrong']);
  });

  it.each<[Told, KindName]>([
    [{ outcome: 'created', id: 'id-2' }, created],
    [{ outcome: 'unchanged' }, created],
    [{ outcome: 'updated' }, 'an upsert that creates'],
    [{ outcome: 'created' }, 'an upsert that changes'],
    [{ outcome: 'not-there' }, 'a deletion'],
    [{ outcome: 'refused', code: 'invalid-row' }, created],
  ])('finds that %j is not what became of %s', (told, kind) => {
    expect(found([entry(kind, told)], after(kind))).toEqual(['wrong']);
  });

  it('finds a refusal of a bad row by another code, and a bad row that was written', () => {
    const bad = 'a new row that is refused';
    expect(found([entry(bad, { outcome: 'refused', code: 'text-too-long' })], [])).toEqual([]);
    expect(found([entry(bad, { outcome: 'refused', code: 'invalid-row' })], [])).toEqual(['wrong']);
    const there = rowOf(writeOf(bad).values);
    expect(found([entry(bad, { outcome: 'refused', code: 'text-too-long' })], there)).toEqual(['wrong']);
  });

  it('takes what a lost reply leaves unclear where replies are lost, and only there', () => {
    const kind = 'an upsert that creates';
    const entries = [entry(kind, { outcome: 'upserted' })];
    expect(found(entries, after(kind))).toEqual([]);
    expect(found(entries, after(kind), { isTroubled: false })).toEqual(['wrong']);
  });

  it('lets a row be open in the middle and not to the end', () => {
    const unknown = entry(created, { outcome: 'unknown', tried: ['sent: connection-reset'] });
    for (const rows of [[], after(created)]) {
      expect(found([unknown], rows, { isEnd: false })).toEqual([]);
      expect(found([unknown], rows)).toEqual(['wrong']);
    }
  });

  it('finds a row that was told not to be written, and is', () => {
    const entries = [entry(created, { outcome: 'not-written', code: 'circuit-open' })];
    expect(found(entries, [], { isEnd: false })).toEqual([]);
    expect(found(entries, after(created), { isEnd: false })).toEqual(['wrong']);
  });

  it('lets a row be there when it is written again, if it was unknown, and not if it was told not to be written', () => {
    const again = entry(created, { outcome: 'unchanged', id: 'id-1' });
    const isTroubled = false;
    const before: Told = { outcome: 'unknown', tried: ['sent: connection-reset'] };
    expect(found([{ ...again, before }], after(created), { isTroubled })).toEqual([]);
    expect(found([{ ...again, before: { outcome: 'not-written' } }], after(created), { isTroubled })).toEqual(
      ['wrong'],
    );
  });

  it('finds an unknown row that was never sent', () => {
    const entries = [entry(created, { outcome: 'unknown', tried: ['read: connection-reset'] })];
    expect(found(entries, [], { isEnd: false })).toEqual(['wrong']);
  });

  it('finds a row that two processes say to have created', () => {
    const kind = 'an upsert of two processes';
    const [first, second] = [entry(kind, { outcome: 'created' }), entry(kind, { outcome: 'updated' })];
    expect(found([first, second], after(kind))).toEqual([]);
    expect(found([first, first], after(kind))).toEqual(['wrong']);
  });
});
