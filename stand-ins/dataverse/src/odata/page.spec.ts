import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Memory } from '../../test/memory.js';
import { readOrder, positionOf, type OrderColumn } from './order.js';
import { takePage } from './page.js';
import { readSkipToken, writeSkipToken, type PageStart } from './skip-token.js';

describe('pages', () => {
  const columns = [
    'title',
    'prioritycode',
    'cw_latitude',
    'isescalated',
    'followupby',
    '_primarycontactid_value',
  ];
  const direction = fc.constantFrom('', ' asc', ' desc');
  const order = fc
    .uniqueArray(fc.tuple(fc.constantFrom(...columns, 'primarycontactid/lastname'), direction), {
      maxLength: 3,
      selector: ([name]) => name,
    })
    .map((items) => items.map((item) => item.join('')).join(','));
  const nullable = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null });
  const values = fc.record({
    title: nullable(fc.string({ unit: fc.constantFrom(...`aB<>&"' %é`), minLength: 1, maxLength: 3 })),
    prioritycode: nullable(fc.constantFrom(1, 2, 3)),
    cw_latitude: nullable(fc.constantFrom(-1.5, 0, 42.25)),
    isescalated: nullable(fc.boolean()),
    followupby: nullable(fc.constantFrom('2024-01-01', '2024-02-01')),
    contact: nullable(fc.constantFrom(0, 1, 2)),
  });

  /** Tables with these cases, each with one of three contacts; the third has no name. */
  function withCases(cases: readonly Record<string, unknown>[]) {
    const memory = new Memory();
    const names = [{ fullname: 'Ann A', lastname: 'A' }, { fullname: 'bo b', lastname: 'b' }, {}];
    const contacts = names.map((name) => memory.add('contact', name).id);
    for (const { contact, ...row } of cases as readonly Record<string, never>[]) {
      const id = typeof contact === 'number' ? contacts[contact] : undefined;
      memory.add('incident', { ...row, ...(id && { primarycontactid: { table: 'contact', id } }) });
    }
    return memory;
  }

  /** Every page of an order, by the links between them; `between` happens after the first. */
  function visit(memory: Memory, orderby: string, size: number, between = () => {}): string[] {
    const table = memory.table('incident');
    const order: readonly OrderColumn[] = orderby === '' ? [] : readOrder(orderby, memory, table, 'none');
    const seen: string[] = [];
    let start: PageStart | undefined;
    for (;;) {
      const source = (after?: string) => memory.store.scan(table, after);
      const { rows, more } = takePage({ source, filter: undefined, order, after: start?.after, size });
      seen.push(...rows.map(({ id }) => id));
      const [first, last] = [rows[0], rows.at(-1)];
      if (!more || !first || !last) return seen;
      const pageNumber = (start?.pageNumber ?? 1) + 1;
      const token = writeSkipToken(table, order, { pageNumber, after: positionOf(order, last) }, first.id);
      start = readSkipToken(table, order, decodeURIComponent(token));
      if (pageNumber === 2) between();
    }
  }

  it('show each row once and in one order, whatever the order and the size of a page', () => {
    fc.assert(
      fc.property(
        fc.array(values, { maxLength: 30 }),
        order,
        fc.integer({ min: 1, max: 8 }),
        (cases, by, size) => {
          const memory = withCases(cases);
          const whole = visit(memory, by, 5_000);
          expect(new Set(whole).size).toBe(cases.length);
          expect(visit(memory, by, size)).toEqual(whole);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('show each row that stays as it is once, when others come and go between two pages', () => {
    fc.assert(
      fc.property(
        fc.array(values, { minLength: 6, maxLength: 20 }),
        fc.array(values, { maxLength: 5 }),
        order,
        fc.nat({ max: 5 }),
        (cases, newcomers, by, gone) => {
          const memory = withCases(cases);
          const before = visit(memory, by, 5_000);
          const leaving = before[gone] ?? '';
          const seen = visit(memory, by, 3, () => {
            memory.store.write({
              op: 'delete',
              table: 'incident',
              id: leaving,
              version: memory.store.nextVersion(),
            });
            for (const { contact: _, ...row } of newcomers) memory.add('incident', row);
          });
          const staying = before.filter((id) => id !== leaving);
          expect(seen.filter((id) => staying.includes(id))).toEqual(staying);
        },
      ),
      { numRuns: 100 },
    );
  });

  it.each(['', 'a', 'ab'])('go on behind long texts of two units a character, after %j', (beginning) => {
    const memory = withCases([1, 2, 3].map(() => ({ description: beginning + '😀'.repeat(300) })));
    expect(new Set(visit(memory, 'description', 1)).size).toBe(3);
  });

  /** PAD/webapi/query/order-rows.md. */
  it.each([
    ['title', [3, 0, 2, 1]],
    ['title desc', [1, 2, 0, 3]],
    ['prioritycode desc,title', [3, 2, 1, 0]],
    ['_primarycontactid_value,title desc', [3, 2, 0, 1]],
  ])('come in the order of %s: nothing first, case aside, lookups by name', (by, expected) => {
    const memory = withCases([
      { title: 'apple', prioritycode: 1, contact: 0 },
      { title: 'Cherry', prioritycode: 2, contact: 1 },
      { title: 'Banana', prioritycode: 2, contact: 0 },
      { title: null, prioritycode: 3, contact: 2 },
    ]);
    const titles = ['apple', 'Cherry', 'Banana', null];
    const table = memory.table('incident');
    const shown = visit(memory, by, 2).map((id) => memory.store.get(table, id)?.values['title'] ?? null);
    expect(shown).toEqual(expected.map((index) => titles[index]));
  });
});
