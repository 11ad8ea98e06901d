import { Pool } from 'undici';
import type { Contender } from './contender.js';
import { type HeardRequest, hearSingles } from './heard-requests.js';
import type { Places } from '../../support/dataverse-identity.js';
import type { ReadRow } from './rows.js';

/**
 * The ceiling of what Node can do: an undici pool that repeats the bytes that our client was heard sending, with another
 * row's key and stamp in them. It maps nothing, signs nothing, measures nothing and forgives nothing.
 */
export async function barePool(places: Places): Promise<Contender> {
  const { retrieve, upsert, example } = await hearSingles(places);
  const pool = new Pool(places.dataverseUrl, { connections: 100 });
  const send = async ({ method, path, headers, body }: HeardRequest, row: ReadRow) => {
    const answer = await pool.request({
      method,
      path: path.replace(example.key, row.key),
      headers,
      body: body?.replaceAll(example.key, row.key).replace(example.stamp, row.stamp) ?? null,
    });
    return { status: answer.statusCode, text: await answer.body.text() };
  };
  return {
    retrieve: async (key) => {
      const { status, text } = await send(retrieve, { key, stamp: '' });
      if (status !== 200) throw new Error(`It answered ${status}.`);
      const row = JSON.parse(text) as Record<string, unknown>;
      return { key: String(row['cw_key']), stamp: String(row['description']) };
    },
    upsert: async (row) => {
      const { status } = await send(upsert, row);
      if (status !== 204) throw new Error(`It answered ${status}.`);
    },
    close: () => pool.close(),
  };
}
