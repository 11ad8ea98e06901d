import { chown, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '#lib/database';
import { startEntraStandIn } from '../../stand-ins/entra/src/index.js';
import { freshDatabase, type TestDatabase } from '../support/fresh-database.js';

/** What all rounds of a campaign stand on, and what is never killed: PostgreSQL and the stand-in for Entra ID. */
export interface Ground {
  entraUrl: string;
  /** For the rounds' logs and rows; removed at the end. */
  directory: string;
  /** A database for one round. */
  freshDatabase(name: string): Promise<TestDatabase>;
  close(): Promise<void>;
}

const NOBODY = 65_534;

export async function prepareGround({ keep }: { keep: boolean }): Promise<Ground> {
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
    // No power cut is part of this, so nothing need be flushed to the disk: a killed service's commits are safe all the same.
    const postgres = await startEmbeddedPostgres({ directory: join(directory, 'postgres'), durable: false });
    closing.push(() => postgres.stop());
    const entra = await startEntraStandIn();
    closing.push(() => entra.close());
    return {
      entraUrl: entra.url,
      directory: join(directory, 'rounds'),
      freshDatabase: (name) => freshDatabase(postgres.url, name),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
