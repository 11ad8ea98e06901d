import pMap from 'p-map';
import { accountTable, type DataverseClient, DataverseError } from '#lib/dataverse';
import { backoff, systemClock } from '#lib/resilience';
import { KINDS, type Told, type Verb, type Write } from './writes.js';

/** Writes them one by one, as an app does: what was not answered is tried again, until trouble has lasted too long for one of them. */
export function writeSingly(
  client: DataverseClient,
  writes: readonly Write[],
  patienceMs: number,
): Promise<Told[]> {
  let isOver = false;
  const writeOne = async (write: Write): Promise<Told> => {
    if (isOver) return { outcome: 'not-written' };
    const told = await persist(() => verbs[KINDS[write.kind].verb](client, write), patienceMs);
    isOver ||= told.outcome === 'unknown';
    return told;
  };
  return pMap(writes, writeOne, { concurrency: 8 });
}

async function persist(attempt: () => Promise<Told>, patienceMs: number): Promise<Told> {
  const giveUpAt = performance.now() + patienceMs;
  const tried: string[] = [];
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      if (error instanceof DataverseError && error.retry === 'never') return { outcome: 'refused', code };
      tried.push(`sent: ${code}`);
      if (performance.now() > giveUpAt) return { outcome: 'unknown', code, tried };
      const waitMs = backoff({ attempt: tries, baseMs: 50, capMs: 300, random: Math.random });
      await systemClock.sleep(waitMs);
    }
  }
}

const verbs: Readonly<Record<Verb, (client: DataverseClient, write: Write) => Promise<Told>>> = {
  create: (client, write) =>
    write.key === undefined ? createByIdAlone(client, write) : createByKey(client, write),
  update: async (client, { id, values }) => {
    await client.update(accountTable, id, values);
    return { outcome: 'updated' };
  },
  upsert: async (client, { key = '', naturalKey, values }) => {
    const row = { ...values, naturalKey };
    const { outcome } = await client.upsert(accountTable, { key }, row, { return: ['key'] });
    return { outcome: outcome === 'unknown' ? 'upserted' : outcome };
  },
  delete: async (client, { id }) => ({ outcome: await client.delete(accountTable, id) }),
};

async function createByKey(
  client: DataverseClient,
  { id, key = '', naturalKey, values }: Write,
): Promise<Told> {
  const { outcome, row } = await client.createOnce(accountTable, { ...values, naturalKey, key }, { id });
  return { outcome: outcome === 'created' ? 'created' : 'unchanged', id: row.id };
}

/** Without an alternate key, a duplicate is ours if it is our natural key's row. */
async function createByIdAlone(client: DataverseClient, { id, naturalKey, values }: Write): Promise<Told> {
  try {
    await client.create(accountTable, { ...values, naturalKey }, { id });
    return { outcome: 'created', id };
  } catch (error) {
    if (!(error instanceof DataverseError) || error.code !== 'duplicate-row') throw error;
    const there = await client.retrieve(accountTable, id, { select: ['naturalKey'] });
    if (there?.naturalKey !== naturalKey) throw error;
    return { outcome: 'unchanged', id };
  }
}
