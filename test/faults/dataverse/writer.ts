import axios from 'axios';
import { DataverseClient, DataverseConnection } from '#lib/dataverse';
import { axiosTransport, type Send, UndiciConnections } from '#lib/http';
import { type Clock, systemClock } from '#lib/resilience';
import { boundless } from '../../bench/dataverse-single/causeway.js';
import { type Places, tokensFor } from '../../support/dataverse-identity.js';

/** So many times faster go the waits for trouble to pass; what the calls take is real. */
export const hurry = 10;

export const hurriedClock: Clock = {
  now: () => systemClock.now() * hurry,
  after: (ms, wake) => systemClock.after(ms / hurry, wake),
  sleep: (ms, signal) => systemClock.sleep(ms / hurry, signal),
};

export interface WriterOptions {
  attemptTimeoutMs?: number | undefined;
  /** Puts something between the client and the wire. */
  wrap?: (transport: Send) => Send;
}

/** Has work done by a client over its whole road. */
export const withWriter = <Result>(
  places: Places,
  options: WriterOptions,
  work: (client: DataverseClient) => Promise<Result>,
): Promise<Result> =>
  withConnection(places, options, ({ send, callScale }) =>
    work(new DataverseClient(places.dataverseUrl, send, 'batch', { callScale, clock: hurriedClock })),
  );

/** The whole road, whose breaker tries again soon, since outages are short here. */
export async function withConnection<Result>(
  places: Places,
  { attemptTimeoutMs = 20_000, wrap = (transport) => transport }: WriterOptions,
  work: (connection: DataverseConnection) => Promise<Result>,
): Promise<Result> {
  const connections = new UndiciConnections();
  const connection = new DataverseConnection(
    {
      url: places.dataverseUrl,
      tokens: tokensFor(places),
      budget: boundless,
      attemptTimeoutMs,
      totalTimeoutMs: 30_000,
      retry: { baseMs: 20 },
      breaker: { openForMs: 150 },
    },
    wrap(axiosTransport(axios.create({ adapter: connections.adapter }))),
  );
  try {
    return await work(connection);
  } finally {
    await connections.close();
    await connection.close();
  }
}
