import {
  type DynamicModule,
  type FactoryProvider,
  Inject,
  Module,
  type OnApplicationShutdown,
  Optional,
} from '@nestjs/common';
import { type Kysely, type KyselyConfig, type Migration, type QueryExecutorProvider, sql } from 'kysely';
import { Readiness } from '#lib/telemetry/nest';
import type { DatabaseOptions } from './open-database.js';
import { postgresDialect } from './open-database.js';
import { migrate } from './migrate.js';
import { unhurried } from './unhurried.js';
import { waitForDatabase } from './wait-for-database.js';

/** The database of one app: how to reach it, and the schema that it brings up to date when it starts. */
export interface DatabaseModuleOptions extends DatabaseOptions {
  /** The app's own PostgreSQL schema. Queries name no schema: it is the connection's search path. */
  readonly schema: string;
  readonly migrations: Record<string, Migration>;
  /** How long the start waits for the database to come up; default 60,000 ms. */
  readonly patienceMs?: number;
}

/** A class that extends Kysely with the app's own schema. */
type DatabaseClass = new (config: KyselyConfig) => QueryExecutorProvider & { destroy(): Promise<void> };

/** How an app tells the module its options and its class. */
export interface DatabaseModuleAsyncOptions {
  /** The app's own class, `class IntakeDatabase extends Kysely<IntakeSchema> {}`: injected by this very class. */
  readonly database: DatabaseClass;
  readonly imports?: DynamicModule['imports'];
  readonly inject?: FactoryProvider['inject'];
  // Nest calls it with what `inject` names; only the caller knows those types.
  readonly useFactory: (...dependencies: never[]) => DatabaseModuleOptions | Promise<DatabaseModuleOptions>;
}

const instance = Symbol('the database to close');

/**
 * Gives an app its database by class:
 *
 *     export class IntakeDatabase extends Kysely<IntakeSchema> {}
 *     DatabaseModule.forRootAsync({ database: IntakeDatabase, useFactory: () => ({ url, schema: 'intake', migrations }) })
 *     constructor(private readonly db: IntakeDatabase) {}
 *
 * Its start waits for the server, applies the migrations, and only then lets the app come up. It closes in
 * `onApplicationShutdown`, after the app's servers have closed; whoever still queries in that same phase may find it
 * closed. An app that has a Readiness is not ready while its database is away. Global within its app.
 */
@Module({})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(
    @Inject(instance) private readonly database: Kysely<unknown>,
    @Optional() readiness?: Readiness,
  ) {
    readiness?.add({
      name: 'database',
      check: () => sql`select 1`.execute(database).then(() => 'up' as const),
    });
  }

  /** Registers the module; see the class. */
  static forRootAsync(options: DatabaseModuleAsyncOptions): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      imports: options.imports ?? [],
      providers: [
        {
          provide: options.database,
          inject: options.inject ?? [],
          useFactory: async (...dependencies: never[]) =>
            start(options.database, await options.useFactory(...dependencies)),
        },
        { provide: instance, useExisting: options.database },
      ],
      exports: [options.database],
    };
  }

  /** Closes the pool; queries under way may end first. */
  async onApplicationShutdown(): Promise<void> {
    await this.database.destroy();
  }
}

async function start(database: DatabaseClass, options: DatabaseModuleOptions): Promise<Kysely<unknown>> {
  // Which tables there are matters to the app's queries, not to what is done here.
  const named = { applicationName: options.schema, ...options };
  const db = new database({ dialect: postgresDialect(named) }) as unknown as Kysely<unknown>;
  try {
    const { url, patienceMs = 60_000, log } = options;
    await waitForDatabase(db, { url, patienceMs, log });
    await unhurried(named, (unlimited) => migrate(unlimited, options));
    return db;
  } catch (error) {
    await db.destroy();
    throw error;
  }
}
