import { DynamicsWebApi } from 'dynamics-web-api';
import { type Places, tokensFor } from '../../../support/dataverse-identity.js';
import { inDataversesWords } from '../../dataverse-single/dynamics-web-api.js';
import type { ReadRow } from '../../dataverse-single/rows.js';
import { inChunks } from './chunk-loop.js';
import type { Contender } from './contender.js';

type Send = (api: DynamicsWebApi, rows: readonly ReadRow[]) => Promise<void>;

/** The peer, unchanged, with the little loop around it that its users write. Its token lies ready in memory. */
const inLoop =
  (send: Send) =>
  async (places: Places): Promise<Contender> => {
    const token = await tokensFor(places).getToken();
    const api = new DynamicsWebApi({
      serverUrl: places.dataverseUrl,
      dataApi: { version: '9.2' },
      onTokenRefresh: () => Promise.resolve(token),
    });
    return {
      write: (rows, rowsARequest) => inChunks(rows, rowsARequest, (chunk) => send(api, chunk)),
      close: () => Promise.resolve(),
    };
  };

/** As its documentation has it; without a change set, as ours is. */
export const inBatches = inLoop(async (api, rows) => {
  api.startBatch();
  const writes = rows.map((row) =>
    api.upsert({ collection: 'contacts', key: `cw_key='${row.key}'`, data: inDataversesWords(row) }),
  );
  await api.executeBatch({ inChangeSet: false });
  await Promise.all(writes);
});

/** It has no bulk messages of its own, but it calls any action. */
export const inBulkMessages = inLoop(async (api, rows) => {
  await api.callAction({
    collection: 'contacts',
    actionName: 'Microsoft.Dynamics.CRM.UpsertMultiple',
    action: {
      Targets: rows.map((row) => ({
        '@odata.type': 'Microsoft.Dynamics.CRM.contact',
        '@odata.id': `contacts(cw_key='${row.key}')`,
        ...inDataversesWords(row),
      })),
    },
  });
});
