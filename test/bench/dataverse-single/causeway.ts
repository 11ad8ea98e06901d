import { openSync, writeSync } from 'node:fs';
import { devNull } from 'node:os';
import { Registry } from 'prom-client';
import { connectDataverse, contactTable, type DataverseClient, type DataverseOptions } from '#lib/dataverse';
import { createLogger, currentTrace } from '#lib/telemetry';
import type { Contender } from './contender.js';
import { type Places, tokensFor } from '../../support/dataverse-identity.js';
import { contactOf } from './rows.js';

/** Our client as an app has it: over every policy, with metrics, and a log line an attempt. */
export async function causeway(places: Places): Promise<Contender> {
  const { client, close } = connectDataverse(optionsFor(places));
  return { ...singlesOf(client), close };
}

/** The contender's two works in the words of our table map. */
export const singlesOf = (client: DataverseClient): Omit<Contender, 'close'> => ({
  retrieve: async (key) => {
    const select = ['key', 'firstName', 'lastName', 'email', 'description'] as const;
    const row = await client.retrieve(contactTable, { key }, { select });
    return row && { key: String(row.key), stamp: String(row.description) };
  },
  upsert: async (row) => {
    await client.upsert(contactTable, { key: row.key }, contactOf(row));
  },
});

/** Too large to ever make anybody wait. */
export const boundless = { requests: 1e9, executionMs: 1e12, concurrency: 1_000 };

/** An app's settings, but for the budget: it is kept, and is never used up. */
export const optionsFor = (places: Places): DataverseOptions => ({
  url: places.dataverseUrl,
  tokens: tokensFor(places),
  logger: loggerToNowhere(),
  registry: new Registry(),
  currentTrace,
  budget: boundless,
});

/** Each line is made and written as in an app, to where nobody reads it. */
export function loggerToNowhere() {
  const file = openSync(devNull, 'w');
  return createLogger({ service: 'bench', stream: { write: (line) => void writeSync(file, line) } });
}
