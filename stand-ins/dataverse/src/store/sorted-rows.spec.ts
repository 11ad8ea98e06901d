import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Row } from './row.js';
import { SortedRows } from './sorted-rows.js';

describe('sorted rows', () => {
  const id = fc.constantFrom(...'abcdefgh');
  const step = fc.record({ kind: fc.constantFrom('put', 'delete', 'look'), id });

  it('are in the order of their ids after any changes, whenever somebody looks', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), id, (steps, from) => {
        const rows = new Map<string, Row>();
        const sorted = new SortedRows(rows);
        for (const [version, { kind, id: changed }] of steps.entries()) {
          const row = { id: changed, version, values: {} };
          if (kind === 'look') sorted.after();
          else if (kind === 'put') {
            rows.set(changed, row);
            sorted.put(row);
          } else if (rows.delete(changed)) sorted.delete(changed);
        }
        const expected = [...rows.values()].sort((left, right) => (left.id < right.id ? -1 : 1));
        expect(sorted.after()).toEqual(expected);
        expect(sorted.after(from)).toEqual(expected.filter((row) => row.id > from));
      }),
    );
  });
});
