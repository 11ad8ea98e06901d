import {
  accountTable,
  BulkCallError,
  type BulkOptions,
  type DataverseClient,
  type RowOutcome,
} from '#lib/dataverse';
import { groupBy } from '../group-by.js';
import { KINDS, type Told, type Verb, type Write } from './writes.js';

/** Writes them all by one call for each verb, and answers with what was told of each, in their order. */
export async function writeMany(
  client: DataverseClient,
  writes: readonly Write[],
  options: BulkOptions,
): Promise<(Told | undefined)[]> {
  const told = new Map<Write, Told>();
  const groups = groupBy(writes, ({ kind }) => `${KINDS[kind].verb} ${KINDS[kind].readFirst ?? false}`);
  await Promise.all([...groups.values()].map((group) => writeAlike(client, group, options, told)));
  return writes.map((write) => told.get(write));
}

async function writeAlike(
  client: DataverseClient,
  writes: readonly Write[],
  options: BulkOptions,
  told: Map<Write, Told>,
): Promise<void> {
  const [first] = writes;
  if (!first) return;
  const { verb, readFirst } = KINDS[first.kind];
  try {
    for await (const outcome of verbs[verb](client, writes, { ...options, readFirst })) {
      const write = writes[outcome.index];
      if (write) told.set(write, toldOf(outcome));
    }
  } catch (error) {
    // It has told all rows that it read; the others were never begun.
    if (!(error instanceof BulkCallError)) throw error;
  }
}

type WriteRows = (
  client: DataverseClient,
  writes: readonly Write[],
  options: BulkOptions,
) => AsyncIterable<RowOutcome<unknown>>;

const verbs: Readonly<Record<Verb, WriteRows>> = {
  create: (client, writes, options) => {
    const rows = writes.map(({ id, key, naturalKey, values }) => ({
      id,
      row: { ...values, naturalKey, key },
    }));
    return client.createMultiple(accountTable, rows, options);
  },
  update: (client, writes, options) => {
    const rows = writes.map(({ id, values }) => ({ at: id, changes: values }));
    return client.updateMultiple(accountTable, rows, options);
  },
  upsert: (client, writes, options) => {
    const rows = writes.map(({ key = '', naturalKey, values }) => ({
      at: { key },
      row: { ...values, naturalKey },
    }));
    return client.upsertMultiple(accountTable, rows, options);
  },
  delete: (client, writes, options) => {
    const ids = writes.map(({ id }) => id);
    // There is a bulk message for it in elastic tables only.
    return client.deleteMultiple(accountTable, ids, { ...options, by: 'batch' });
  },
};

function toldOf(result: RowOutcome<unknown>): Told {
  const { outcome } = result;
  if (outcome === 'refused') return { outcome, code: codeOf(result.error) };
  if (outcome === 'unknown') return { outcome, code: codeOf(result.error), tried: result.tried };
  if (outcome === 'not-written') return { outcome, code: codeOf(result.error) };
  return 'id' in result ? { outcome, id: result.id } : { outcome };
}

const codeOf = (error: Error): string => ('code' in error ? String(error.code) : error.name);
