import { describe, expect, it } from 'vitest';
import { countInWords, rowsAsTable } from './rows-in-words.js';

const row = { '@odata.etag': 'W/"1"', contactid: 'c', lastname: 'Example', firstname: null };

const headOf = (table: string) =>
  table
    .split('\n')[1]
    ?.split('│')
    .map((cell) => cell.trim())
    .filter(Boolean);

describe('rowsAsTable', () => {
  it('shows the columns that have a value, and no notes of the service', () => {
    expect(headOf(rowsAsTable([row]).table)).toEqual(['contactid', 'lastname']);
  });

  it('shows the selected columns first, with or without a value', () => {
    const { table } = rowsAsTable([row], 'lastname, firstname');
    expect(headOf(table)).toEqual(['lastname', 'firstname', 'contactid']);
  });

  it('shows as many columns as one can read, and tells how many it hides', () => {
    const wide = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`c${index}`, index]));
    const { table, hidden } = rowsAsTable([wide]);
    expect(headOf(table)).toHaveLength(8);
    expect(hidden).toBe(3);
  });

  it('cuts long values, shows related rows in short, and lets no value steer the terminal', () => {
    const rows = [{ long: 'x'.repeat(100), related: { name: 'A' }, typed: 'red\u001b[31m\nline' }];
    const { table } = rowsAsTable(rows);
    expect(table).toContain(`${'x'.repeat(59)}…`);
    expect(table).toContain('{"name":"A"}');
    expect(table).toContain('red [31m line');
  });
});

describe('countInWords', () => {
  it('says how many rows were shown, and that more exist', () => {
    expect(countInWords({ rows: [row], more: false })).toBe('1 row.');
    expect(countInWords({ rows: [row, row], more: true, count: 7 })).toBe(
      '2 of 7 rows. There are more: --all shows every one, --top so many.',
    );
  });

  it('lets nobody believe that a count of 5,000 is one', () => {
    expect(countInWords({ rows: [row], more: false, count: 5_000 })).toBe('1 of 5,000 or more rows.');
  });
});
