import { chown, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '#lib/database';
import { startEntraStandIn } from '../../stand-ins/entra/src/index.js';
import { freshDatabase, type TestDatabase } from '../support/fresh-database.js';

/** What all rounds of a campaign stand on: PostgreSQL and the stand-in for Entra ID. */
export interface Ground {
  entraUrl: string;
  /** For the rounds' logs and rows; removed at the end. */
  directory: string;
  /** A database for one round. */
  freshDatabase(name: string): Promise<TestDatabase>;
  /** Ends PostgreSQL by a signal of its own, after which it comes back by itself. */
  endPostgres(shutdown: Shutdown): Promise<void>;
  close(): Promise<void>;
}

/** In order, or as in a crash: what was committed is recovered. https://www.postgresql.org/docs/18/server-shutdown.html */
export type Shutdown = 'fast' | 'immediate';

const signals = { fast: 'SIGINT', immediate: 'SIGQUIT' } as const;

export interface GroundOptions {
  /** Keep the directory with the logs and rows. */
  keep: boolean;
  /** PostgreSQL flushes what is committed, so that it survives an immediate end. Default false: nobody ends it. */
  durable?: boolean;
}

const NOBODY = 65_534;

export async function prepareGround({ keep, durable = false }: GroundOptions): Promise<Ground> {
  const directory = await mkdtemp(join(tmpdir(), 'causeway-faults-'));
  const closing: (() => Promise<unknown>)[] = [];
  if (!keep) closing.push(() => rm(directory, { recursive: true, force: true }));
  const close = async () => {
    for (const end of closing.splice(0).reverse()) await end();
  };
  try {
    // PostgreSQL does not run as root; the user that it then runs as has to reach its data.
    if (process.getuid?.() === 0) await chown(directory, NOBODY, NOBODY);
    await mkdir(join(directory, 'rounds'));
    // Where PostgreSQL lives on, a killed service's commits are safe though nothing is flushed.
    const postgres = await startEmbeddedPostgres({ directory: join(directory, 'postgres'), durable });
    closing.push(() => postgres.stop());
    const entra = await startEntraStandIn();
    closing.push(() => entra.close());
    return {
      entraUrl: entra.url,
      directory: join(directory, 'rounds'),
      freshDatabase: (name) => freshDatabase(postgres.url, name),
      endPostgres: async (shutdown) => {
        const file = await readFile(join(directory, 'postgres', 'data', 'postmaster.pid'), 'utf8');
        process.kill(Number.parseInt(file, 10), signals[shutdown]);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
