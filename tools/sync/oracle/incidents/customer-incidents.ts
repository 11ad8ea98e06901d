import { gzipSync } from 'node:zlib';
import { inCells, inHeader, inTable, onlyRows } from './csv-table.js';
import { applied, type Incident, refused } from './incident.js';

/** The places of columns. */
const KEY = 0;
const ORGANIZATION = 3;
const CITY = 4;

const renamed = (from: string, to: string) => inHeader((name) => (name === from ? to : name));

const asItIs = inTable((table) => table);

const partOf = (share: number, rows: number): number => Math.floor(rows * share);

const moved = (cells: readonly string[]): string[] =>
  cells.map((cell, place) => (place === CITY ? 'Elsewhere' : cell));

/** It cannot be read. */
const unreadable: readonly Incident[] = [
  {
    name: 'gzip, cut off',
    arrives: (delivery) => gzipSync(delivery).subarray(0, 40_000),
    outcome: refused('delivery-truncated'),
  },
  {
    name: 'cut off in a row',
    arrives: (delivery) =>
      `${asItIs(delivery)
        .slice(0, 100_000)
        .replace(/\n[^\n]*$/, '')}\n"half.gov","Ci`,
    outcome: refused('delivery-truncated'),
  },
  { name: 'nothing in it', arrives: () => '', outcome: refused('delivery-empty') },
  { name: 'a header alone', arrives: onlyRows(() => false), outcome: refused('delivery-without-rows') },
  {
    name: 'a column is missing',
    arrives: renamed('City', 'Town'),
    outcome: refused('delivery-column-missing'),
  },
  {
    name: 'a column is there twice',
    arrives: inTable(({ header, rows }) => ({
      header: [...header, 'State'],
      rows: rows.map((cells) => [...cells, 'MI']),
    })),
    outcome: refused('delivery-column-twice'),
  },
  {
    name: 'a field too many in each row',
    arrives: inTable(({ rows }) => ({ rows: rows.map((cells) => ['x', ...cells]) })),
    outcome: refused('delivery-columns-shifted'),
  },
  {
    name: 'marks of a merge conflict',
    arrives: (delivery) => asItIs(delivery).replace(/(?:[^\n]*\n){500}/, '$&<<<<<<< HEAD\n'),
    outcome: refused('delivery-merge-conflict'),
  },
  {
    name: 'Latin-1',
    arrives: (delivery) =>
      Buffer.from(
        inCells((cell, place, row) => (place === CITY && row === 700 ? 'Montr\u00e9al' : cell))(delivery),
        'latin1',
      ),
    outcome: refused('delivery-wrong-encoding'),
  },
  {
    name: 'the login page of a portal',
    arrives: () => '<!DOCTYPE html><html><body><form>Log in</form></body></html>',
    outcome: refused('delivery-web-page'),
  },
];

/** G1 and G2: it is the same. */
const unchanged: readonly Incident[] = [
  { name: 'all cells quoted, LF', arrives: asItIs, outcome: applied({}) },
  { name: 'CRLF', arrives: (delivery) => asItIs(delivery).replaceAll('\n', '\r\n'), outcome: applied({}) },
  { name: 'a byte order mark', arrives: (delivery) => `\ufeff${delivery}`, outcome: applied({}) },
  {
    name: 'a header in capitals',
    arrives: inHeader((name) => name.toUpperCase()),
    outcome: applied({}),
  },
  {
    name: 'a column by its older name',
    arrives: renamed('Organization name', 'Organization'),
    outcome: applied({}),
  },
  {
    name: 'a column without a name',
    arrives: inTable(({ header, rows }) => ({
      header: ['', ...header],
      rows: rows.map((cells, row) => [String(row), ...cells]),
    })),
    outcome: applied({}),
  },
  {
    name: 'columns in another order',
    arrives: inTable(({ header, rows }) => ({
      header: header.toReversed(),
      rows: rows.map((cells) => cells.toReversed()),
    })),
    outcome: applied({}),
  },
  {
    name: 'rows in another order',
    arrives: inTable(({ rows }) => ({ rows: rows.toReversed() })),
    outcome: applied({}),
  },
  {
    name: 'white space around values',
    arrives: inCells((cell) => `\u00a0${cell} \u3000`),
    outcome: applied({}),
  },
  {
    name: 'keys in capitals',
    arrives: inCells((cell, place) => (place === KEY ? cell.toUpperCase() : cell)),
    outcome: applied({}),
  },
];

/** G4 to G6: row by row. */
const partly: readonly Incident[] = [
  {
    name: 'a value has changed',
    arrives: inTable(({ rows: [first = [], ...rows] }) => ({ rows: [moved(first), ...rows] })),
    outcome: applied({ updated: 1 }),
  },
  {
    name: 'a key is there twice, the second time with other values',
    arrives: inTable(({ rows }) => ({ rows: [...rows, moved(rows[0] ?? [])] })),
    outcome: applied({ R2: 1 }),
  },
  {
    name: 'a row has lost what is required',
    arrives: inCells((cell, place, row) => (place === ORGANIZATION && row === 0 ? ' ' : cell)),
    outcome: applied({ R3: 1, held: 1 }),
  },
  {
    name: 'a key is there twice, and its first row is rejected',
    arrives: inTable(({ rows: [first = [], ...rows] }) => ({
      rows: [first.map((cell, place) => (place === ORGANIZATION ? '' : cell)), first, ...rows],
    })),
    outcome: applied({ R2: 1, R3: 1, held: 1 }),
  },
  {
    name: 'a quote within a field, and another row is gone',
    arrives: (delivery) => onlyRows((row) => row !== 1)(delivery).replace(/\n"/, '\nx"'),
    outcome: applied({ R0: 1, deferred: 2 }),
  },
  {
    name: 'a row without its key, and another row is gone',
    arrives: (delivery) =>
      inCells((cell, place, row) => (place === KEY && row === 0 ? ' ' : cell))(
        onlyRows((row) => row !== 1)(delivery),
      ),
    outcome: applied({ R1: 1, deferred: 2 }),
  },
  {
    name: '19 % of the rows are gone',
    arrives: onlyRows((row, rows) => row >= partOf(0.19, rows)),
    outcome: (rows) => ({ applied: { deactivated: partOf(0.19, rows) } }),
  },
];

/** G7: it is refused as a whole, and an approval lifts one of the reasons alone. */
const guarded: readonly Incident[] = [
  {
    name: '25 % of the rows are rejected',
    arrives: inCells((cell, place, row) => (place === KEY && row % 4 === 0 ? '' : cell)),
    goneApproved: true,
    outcome: refused('too-many-rejected'),
  },
  {
    name: '21 % of the rows are gone',
    arrives: onlyRows((row, rows) => row >= partOf(0.21, rows)),
    outcome: refused('too-many-gone'),
  },
  {
    name: '21 % of the rows are gone, and somebody approves',
    arrives: onlyRows((row, rows) => row >= partOf(0.21, rows)),
    goneApproved: true,
    outcome: (rows) => ({ applied: { deactivated: partOf(0.21, rows) } }),
  },
];

/** What happens to a nightly list of customers. */
export const customerIncidents: readonly Incident[] = [...unreadable, ...unchanged, ...partly, ...guarded];
