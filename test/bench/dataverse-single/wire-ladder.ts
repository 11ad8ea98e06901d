import axios from 'axios';
import { DataverseClient, DataverseConnection } from '#lib/dataverse';
import { axiosTransport, type HttpRequest, type Send, UndiciConnections } from '#lib/http';
import { barePool } from './bare-pool.js';
import { optionsFor, singlesOf } from './causeway.js';
import { type HeardRequest, hearSingles } from './heard-requests.js';
import type { Places } from '../../support/dataverse-identity.js';
import type { Rung } from './rung.js';

/**
 * One and the same retrieve on ever longer roads to the far side. Every rung reads its answer as JSON, so that the step from
 * one to the next is the layer alone.
 */
export async function wireLadder(places: Places): Promise<Rung[]> {
  const { retrieve, example } = await hearSingles(places);
  const pool = await barePool(places);
  const transport = axiosTransport(axios.create({ adapter: new UndiciConnections().adapter }));
  const { send } = new DataverseConnection(optionsFor(places), transport);
  const client = singlesOf(new DataverseClient(places.dataverseUrl, send));
  await client.upsert(example);
  const request = requestTo(places, retrieve);
  const viaPool = async () => void (await pool.retrieve(example.key));
  return [
    { name: 'a bare undici pool', send: viaPool },
    { name: 'the same again: noise', send: viaPool },
    { name: 'axios, its undici adapter, axiosTransport', send: () => readRow(transport, request) },
    { name: 'all client policies', send: () => readRow(send, request) },
    {
      name: 'DataverseClient: table map, URL, answer',
      send: async () => void (await client.retrieve(example.key)),
    },
  ];
}

const requestTo = ({ dataverseUrl }: Places, { method, path, headers }: HeardRequest): HttpRequest => ({
  method,
  url: dataverseUrl + path,
  headers,
  operation: 'contact.retrieve',
  repeatable: true,
});

async function readRow(send: Send, request: HttpRequest): Promise<void> {
  const { status, body } = await send(request);
  if (status !== 200) throw new Error(`It answered ${status}.`);
  JSON.parse(body);
}
