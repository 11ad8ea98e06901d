import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres.errors.js';
import { commandLineAs, type OperatingUser } from './operating-user.js';
import type { PostgresBinaries } from './postgres.binaries.js';

/** The administrator of the embedded database; its password lies in the data directory, readable by its owner alone. */
export const administrator = 'causeway';

const passwordFile = 'administrator.password';

/**
 * Makes the data directory unless it is there. It is built beside its place and moved there in one step, so that a
 * kill leaves no half-made directory and of two processes that start at the same instant one simply wins.
 */
export async function ensureDataDirectory(
  directory: string,
  binaries: PostgresBinaries,
  user: OperatingUser,
  durable: boolean,
): Promise<string> {
  const data = join(directory, 'data');
  if ((await versionOf(data)) !== undefined) return data;

  await mkdir(directory, { recursive: true }).catch((cause: unknown) => {
    throw new EmbeddedPostgresError(
      'not-reachable',
      `${directory} cannot be made: ${(cause as Error).message}`,
      { cause },
    );
  });
  const nursery = await mkdtemp(join(directory, 'new-'));
  try {
    if (user.kind === 'other') await chown(nursery, user.uid, user.gid);
    const newData = join(nursery, 'data');
    await mkdir(newData, { mode: 0o700 });
    const password = join(nursery, passwordFile);
    await writeFile(password, randomBytes(24).toString('base64url'), { mode: 0o600 });
    if (user.kind === 'other') {
      await Promise.all([newData, password].map((path) => chown(path, user.uid, user.gid)));
    }
    await initialise(newData, password, binaries, user, durable);
    await rename(password, join(newData, passwordFile));
    await rename(newData, data).catch((error: unknown) => {
      if (!isTakenAlready(error)) throw error;
    });
  } finally {
    await rm(nursery, { recursive: true, force: true });
  }
  return data;
}

function isTakenAlready(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'EPERM';
}

/** Reads the administrator's password of a data directory that we made. */
export async function readPassword(data: string): Promise<string> {
  return (await readFile(join(data, passwordFile), 'utf8')).trim();
}

/** Refuses, in words, a directory whose files another major version wrote. */
export async function refuseOtherVersion(data: string, binaries: PostgresBinaries): Promise<void> {
  const [there, ours] = [await versionOf(data), await majorVersionOf(binaries)];
  if (there === ours) return;
  throw new EmbeddedPostgresError(
    'other-version',
    `The database in ${data} was written by PostgreSQL ${there ?? 'of an unknown version'}; installed is ${ours}. ` +
      `Keep the data by exporting it with the old version, or take another directory.`,
  );
}

async function versionOf(data: string): Promise<string | undefined> {
  return readFile(join(data, 'PG_VERSION'), 'utf8').then(
    (text) => text.trim(),
    (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw new EmbeddedPostgresError(
        'not-reachable',
        `The database in ${data} cannot be read: ${(error as Error).message}`,
        {
          cause: error,
        },
      );
    },
  );
}

async function majorVersionOf({ postgres }: PostgresBinaries): Promise<string> {
  const output = await collect(postgres, ['--version'], {});
  return /(\d+)/.exec(output)?.[1] ?? 'unknown';
}

async function initialise(
  data: string,
  password: string,
  binaries: PostgresBinaries,
  user: OperatingUser,
  durable: boolean,
): Promise<void> {
  const options = [
    `--pgdata=${data}`,
    `--username=${administrator}`,
    `--pwfile=${password}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ];
  const { file, args, ...identity } = await commandLineAs(user, binaries.initdb, options, [data]);
  await collect(file, args, identity).catch((cause: unknown) => {
    throw new EmbeddedPostgresError('initdb-failed', `A new database could not be made in ${data}.`, {
      cause,
    });
  });
}

function collect(file: string, args: string[], identity: { uid?: number; gid?: number }): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { ...identity, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    child.stderr.on('data', (chunk) => (output += String(chunk)));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(output.trim().slice(-2000)));
    });
  });
}
