import { accountTable, contactTable, incidentTable, type NewRow, rowOf, type Table } from '#lib/dataverse';
import { markOf, type RowMark } from './marked-rows.js';

/** A table whose costs can be measured: it has a `cw_key`, and its rows stand on little else. */
export interface MeasuredTable {
  readonly table: Table;
  /** A row of a usual size; with another text it is changed. `run` is the mark of the run. */
  row(mark: RowMark, text: string, run: string): NewRow<Table>;
  /** The table whose row each of these belongs to: one is made first, and removed last. */
  readonly owner?: MeasuredTable;
}

const account: MeasuredTable = {
  table: accountTable,
  row: (mark, text) => ({
    ...mark,
    name: `Measured account ${text}`,
    city: 'Exampleton',
    phone: '+44 20 7946 0000',
    description: description(text),
  }),
};

const contact: MeasuredTable = {
  table: contactTable,
  row: (mark, text) => ({
    ...mark,
    firstName: 'Measured',
    lastName: `Contact ${text}`,
    phone: '+44 20 7946 0000',
    description: description(text),
  }),
};

const incident: MeasuredTable = {
  table: incidentTable,
  owner: contact,
  row: (mark, text, run) => ({
    ...mark,
    title: `Measured case ${text}`,
    category: 'streetLighting',
    description: description(text),
    customer: rowOf(contactTable, { key: ownerOf(run).key }),
  }),
};

/** The contact that the cases of a run are bound to. */
export const ownerOf = (run: string): RowMark => markOf(`${run}owner`);

/** By logical name. */
export const measuredTables = { account, contact, incident };

const description = (text: string): string => `Made to measure what a row costs: ${text}. `.repeat(3);
