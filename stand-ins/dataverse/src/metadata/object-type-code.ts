import { createHash } from 'node:crypto';

/** The platform's own, as the table reference has them. */
const KNOWN: Readonly<Record<string, number>> = {
  account: 1,
  contact: 2,
  annotation: 5,
  systemuser: 8,
  incident: 112,
  sdkmessage: 4606,
  sdkmessagefilter: 4607,
  solution: 7100,
  publisher: 7101,
  solutioncomponent: 7103,
};

const FIRST_CUSTOM = 10_000;
const CUSTOM_CODES = 40_000;

/** A table's number. Those of custom tables differ from one environment to the next, so that any will do here. */
export function objectTypeCode(table: string): number {
  const hash = createHash('sha256').update(table).digest().readUInt32BE();
  return Object.hasOwn(KNOWN, table) ? (KNOWN[table] ?? 0) : FIRST_CUSTOM + (hash % CUSTOM_CODES);
}
