import axios from 'axios';
import { axiosTransport, UndiciConnections, type UndiciOptions } from '#lib/http';
import { DataverseClient } from '../dataverse-client.js';
import { refuseUnknownOptions } from '../web-api/refuse-unknown-options.js';
import { DataverseConnection } from './dataverse-connection.js';
import type { DataverseOptions } from './dataverse.options.js';

/** Settings of a client that stands on its own: those of the client, and of its connections. */
export interface ConnectOptions extends DataverseOptions {
  connections?: UndiciOptions | undefined;
}

/** All that there are. */
const connectOptions = {
  ...{ url: true, tokens: true, lane: true, totalTimeoutMs: true, attemptTimeoutMs: true, retry: true },
  ...{ groupWrites: true, breaker: true, budget: true, entitlement: true, connections: true },
  ...{ logger: true, registry: true, currentTrace: true, clock: true },
} satisfies Record<keyof ConnectOptions, true>;

/** A client of one environment, to be closed by whoever connected it. */
export interface ConnectedDataverse {
  client: DataverseClient;
  /** Behind the client: its health, told from memory. */
  connection: DataverseConnection;
  /** Lets calls in flight end, but not for ever; then ends the connections, the breaker's timers and the budget. */
  close(): Promise<void>;
}

/**
 * The client in one call, for programs without Nest (in a service, `DataverseModule` does the same). Nothing is sent yet, so
 * an address where nobody answers, or a wrong secret, shows with the first call. One connection an application user and process: each has a budget of
 * its own, so two would spend the user's limits twice.
 *
 * @throws TypeError for a url that is none, and an option that there is not
 * @throws RangeError when an attempt may take as long as the whole call
 */
export function connectDataverse(options: ConnectOptions): ConnectedDataverse {
  refuseUnknownOptions(options, connectOptions, 'connectDataverse');
  const connections = new UndiciConnections(options.connections);
  const transport = axiosTransport(axios.create({ adapter: connections.adapter }));
  const connection = new DataverseConnection(options, transport);
  return {
    client: new DataverseClient(options.url, connection.send, options.lane, connection),
    connection,
    close: async () => {
      await connections.close();
      await connection.close();
    },
  };
}
