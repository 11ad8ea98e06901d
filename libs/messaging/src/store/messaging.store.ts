import type { OnApplicationShutdown } from '@nestjs/common';
import { runMigrations } from 'graphile-worker';
import { Kysely, PostgresDialect } from 'kysely';
import type pg from 'pg';
import {
  type DatabaseOptions,
  migrate,
  openPool,
  underLock,
  unhurried,
  waitForDatabase,
} from '#lib/database';
import { assertServiceName, queueSchema } from '../queue-name.js';
import type { MessagingSettings, Subscription } from '../messaging.options.js';
import { quietLogger } from './quiet-logger.js';
import { messagingMigrations } from './messaging.migrations.js';
import type { MessagingSchema } from './messaging.schema.js';

/** The messaging's own connections and tables. Once it exists its schema is up to date and its subscriptions recorded. */
export class MessagingStore implements OnApplicationShutdown {
  private constructor(
    readonly pool: pg.Pool,
    readonly db: Kysely<MessagingSchema>,
    private readonly options: DatabaseOptions,
  ) {}

  /** Waits for the database, brings the schema up to date, and records the subscriptions that are known beforehand. */
  static async open(settings: MessagingSettings): Promise<MessagingStore> {
    const options = {
      url: settings.url,
      applicationName: `${settings.service}-messaging`,
      // One for each worker, and some for the outbox and the sweep.
      maxConnections: settings.concurrency + 3,
    };
    const pool = openPool(options);
    const store = new MessagingStore(pool, new Kysely({ dialect: new PostgresDialect({ pool }) }), options);
    try {
      await waitForDatabase(store.db, settings);
      await unhurried(options, (db) => migrate(db, { schema: 'messaging', migrations: messagingMigrations }));
      await store.subscribe([{ service: settings.service, events: [] }, ...settings.subscriptions]);
      return store;
    } catch (error) {
      await store.onApplicationShutdown();
      throw error;
    }
  }

  /** From now on every event of these types is kept for these services, whether they run or not. */
  async subscribe(subscriptions: readonly Subscription[]): Promise<void> {
    for (const { service, events } of subscriptions) {
      assertServiceName(service);
      await this.makeQueues(service);
      if (events.length === 0) continue;
      await this.db
        .insertInto('messaging.subscription')
        .values(events.map((type) => ({ service, event_type: type })))
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
  }

  /** Closes the connections; called last, when no handler runs any more. */
  async onApplicationShutdown(): Promise<void> {
    await this.db.destroy();
  }

  private async makeQueues(service: string): Promise<void> {
    const connectionString = this.options.url;
    // graphile-worker's own migrations do not expect several processes at the same instant.
    await unhurried(this.options, (db) =>
      db
        .connection()
        .execute((connection) =>
          underLock(connection, 'causeway-migrate-queues', () =>
            runMigrations({ connectionString, schema: queueSchema(service), logger: quietLogger }),
          ),
        ),
    );
  }
}
