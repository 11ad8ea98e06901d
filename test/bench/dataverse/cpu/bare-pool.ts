import { contactTable } from '#lib/dataverse';
import { Pool } from 'undici';
import type { Places } from '../../../support/dataverse-identity.js';
import { hearRequests } from '../../dataverse-single/heard-requests.js';
import { keysOf, type ReadRow } from '../../dataverse-single/rows.js';
import { toUpsert } from './causeway.js';
import { inChunks } from './chunk-loop.js';
import type { Contender } from './contender.js';

/**
 * The ceiling of what Node can do: an undici pool that repeats the bulk message that our client was heard sending, with other rows'
 * keys and stamps in it. It maps nothing, signs nothing, measures nothing and forgives nothing.
 */
export async function barePool(places: Places): Promise<Contender> {
  const { method, path, headers, targetOf } = await hearBulkMessage(places);
  const pool = new Pool(places.dataverseUrl, { connections: 100 });
  return {
    write: (rows, rowsARequest) =>
      inChunks(rows, rowsARequest, async (chunk) => {
        const body = `{"Targets":[${chunk.map(targetOf).join()}]}`;
        const answer = await pool.request({ method, path, headers, body });
        await answer.body.text();
        if (answer.statusCode !== 204) throw new Error(`It answered ${answer.statusCode}.`);
      }),
    close: () => pool.close(),
  };
}

async function hearBulkMessage(places: Places) {
  const [key = ''] = keysOf(1);
  const example = { key, stamp: '<the stamp>' };
  const [heard] = await hearRequests(places, async (client) => {
    for await (const { outcome } of client.upsertMultiple(contactTable, toUpsert([example]), { by: 'bulk' }))
      if (outcome !== 'upserted') throw new Error(`The example was ${outcome}.`);
  });
  const [, target] = /^\{"Targets":\[(.*)\]\}$/s.exec(heard?.body ?? '') ?? [];
  if (!heard || target === undefined) throw new Error('Our client sent no bulk message.');
  const targetOf = (row: ReadRow) => target.replaceAll(key, row.key).replace(example.stamp, row.stamp);
  return { ...heard, targetOf };
}
