import { DynamicsWebApi } from 'dynamics-web-api';
import type { Contender } from './contender.js';
import { type Places, tokensFor } from '../../support/dataverse-identity.js';
import { contactOf, type ReadRow } from './rows.js';

/** The peer, unchanged. Its token lies ready in memory: its callback is asked before every request. */
export async function dynamicsWebApi(places: Places): Promise<Contender> {
  const token = await tokensFor(places).getToken();
  const api = new DynamicsWebApi({
    serverUrl: places.dataverseUrl,
    dataApi: { version: '9.2' },
    onTokenRefresh: () => Promise.resolve(token),
  });
  const collection = 'contacts';
  const select = ['contactid', 'cw_key', 'firstname', 'lastname', 'emailaddress1', 'description'];
  return {
    retrieve: async (key) => {
      const row = await api.retrieve<Record<string, string>>({ collection, key: `cw_key='${key}'`, select });
      return { key: String(row['cw_key']), stamp: String(row['description']) };
    },
    upsert: async (row) => {
      await api.upsert({ collection, key: `cw_key='${row.key}'`, data: inDataversesWords(row) });
    },
    close: () => Promise.resolve(),
  };
}

/** The same contact that our table map writes. */
export function inDataversesWords(row: ReadRow): Record<string, string> {
  const { firstName, lastName, email, mobilePhone, description, naturalKey } = contactOf(row);
  return {
    firstname: firstName,
    lastname: lastName,
    emailaddress1: email,
    mobilephone: mobilePhone,
    description,
    cw_naturalkey: naturalKey,
  };
}
