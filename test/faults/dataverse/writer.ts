import axios from 'axios';
import { DataverseClient, DataverseConnection } from '#lib/dataverse';
import { axiosTransport, type Send, UndiciConnections } from '#lib/http';
import { type Clock, systemClock } from '#lib/resilience';
import { boundless } from '../../bench/dataverse-single/causeway.js';
import { type Places, tokensFor } from '../../support/dataverse-identity.js';

/** So many times faster go the waits for trouble to pass; what the calls take is real. */
export const hurry = 10;

const hurriedClock: Clock = {
  now: () => systemClock.now() * hurry,
  after: (ms, wake) => systemClock.after(ms / hurry, wake),
  sleep: (ms, signal) => systemClock.sleep(ms / hurry, signal),
};

export interface WriterOptions {
  attemptTimeoutMs?: number | undefined;
  /** Puts something between the client and the wire. */
  wrap?: (transport: Send) => Send;
}

/** Has work done by a client over its whole road, whose breaker tries again soon, since outages are short here. */
export async function withWriter<Result>(
  places: Places,
  { attemptTimeoutMs = 20_000, wrap = (transport) => transport }: WriterOptions,
  work: (client: DataverseClient) => Promise<Result>,
): Promise<Result> {
  const { dataverseUrl: url } = places;
  const connections = new UndiciConnections();
  const connection = new DataverseConnection(
    {
      url,
      tokens: tokensFor(places),
      budget: boundless,
      attemptTimeoutMs,
      totalTimeoutMs: 30_000,
      retry: { baseMs: 20 },
      breaker: { openForMs: 150 },
    },
    wrap(axiosTransport(axios.create({ adapter: connections.adapter }))),
  );
  const bulk = { callScale: connection.callScale, clock: hurriedClock };
  try {
    return await work(new DataverseClient(url, connection.send, 'batch', bulk));
  } finally {
    await connections.close();
    await connection.close();
  }
}
