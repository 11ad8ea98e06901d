import { csvCells } from '../reading/csv-records.js';

/** The cells of a CSV file: a row, and a cell in it, have their places from 0. */
export interface CsvTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Changes the cells of a delivery, and writes it again with all of them quoted. */
export const inTable =
  (change: (table: CsvTable) => Partial<CsvTable>) =>
  (delivery: string): string => {
    const [header = [], ...rows] = csvCells(delivery);
    const table = { header, rows };
    const changed = { ...table, ...change(table) };
    return [changed.header, ...changed.rows].map((cells) => `${cells.map(quoted).join(',')}\n`).join('');
  };

/** Changes every cell of the rows. */
export const inCells = (change: (cell: string, place: number, row: number) => string) =>
  inTable(({ rows }) => ({
    rows: rows.map((cells, row) => cells.map((cell, place) => change(cell, place, row))),
  }));

/** Changes the names in the header. */
export const inHeader = (change: (name: string) => string) =>
  inTable(({ header }) => ({ header: header.map(change) }));

/** Keeps some of the rows. */
export const onlyRows = (isKept: (row: number, rows: number) => boolean) =>
  inTable(({ rows }) => ({ rows: rows.filter((_, row) => isKept(row, rows.length)) }));

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
