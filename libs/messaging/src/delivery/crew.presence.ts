import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/**
 * Says that the workers of a crew are alive: a session-level advisory lock on a connection of its own, which the
 * server frees by itself when the process is killed. A lost connection (a restart of the server) is made anew, and
 * each time the lock is held `onHeld` is called: the crew may have been given up meanwhile.
 */
export class CrewPresence {
  /** The number of the lock, as text because it has 64 bits. */
  readonly lock = randomBytes(8).readBigInt64BE().toString();
  private client: pg.Client | undefined;
  private ended = false;

  constructor(
    private readonly url: string,
    private readonly applicationName: string,
    private readonly onHeld: () => Promise<void>,
  ) {}

  /** Returns when the lock is held for the first time; throws when the database cannot be had. */
  async begin(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.url,
      application_name: `${this.applicationName}-presence`,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    client.on('error', () => undefined);
    client.once('end', () => void this.renew());
    this.client = client;
    await client.connect();
    // A machine that vanished without closing its connections is noticed after about 15 seconds.
    await client.query(
      'set tcp_keepalives_idle = 6; set tcp_keepalives_interval = 3; set tcp_keepalives_count = 3',
    );
    await client.query('select pg_advisory_lock($1)', [this.lock]);
    await this.onHeld();
  }

  /** Frees the lock: from now on others may take over what this crew has not finished. */
  async end(): Promise<void> {
    this.ended = true;
    await this.client?.end().catch(() => undefined);
  }

  private async renew(): Promise<void> {
    if (this.ended) return;
    await sleep(250);
    if (this.ended) return;
    await this.begin().catch(() => this.client?.end().catch(() => undefined));
  }
}
