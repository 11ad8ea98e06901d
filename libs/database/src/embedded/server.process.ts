import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, statSync, truncateSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { commandLineAs, type OperatingUser } from './operating-user.js';
import type { PostgresBinaries } from './postgres.binaries.js';

/** What a server is started with. */
export interface ServerLaunch {
  readonly binaries: PostgresBinaries;
  readonly user: OperatingUser;
  readonly data: string;
  readonly logFile: string;
  readonly port: number;
  /** `false` only for throw-away databases of tests: accepted must mean on disk. */
  readonly durable: boolean;
}

const maxLogBytes = 10_000_000;

/**
 * Starts PostgreSQL in a process group of its own, so that Ctrl-C in the terminal reaches us and not the database
 * under us. Its log names no values: neither statements nor the details of a violated key are written.
 */
export async function launchServer(launch: ServerLaunch): Promise<ChildProcess> {
  const { file, args, ...identity } = await commandLineAs(
    launch.user,
    launch.binaries.postgres,
    ['-D', launch.data, ...settings(launch)],
    [launch.data],
  );
  const log = openLog(launch.logFile);
  try {
    const child = spawn(file, args, { ...identity, cwd: '/', detached: true, stdio: ['ignore', log, log] });
    child.unref();
    child.on('error', () => undefined);
    return child;
  } finally {
    closeSync(log);
  }
}

function settings({ port, durable }: ServerLaunch): string[] {
  const values: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    cluster_name: 'causeway',
    max_connections: '200',
    jit: 'off',
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    log_checkpoints: 'off',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function openLog(path: string): number {
  const log = openSync(path, 'a', 0o600);
  if (statSync(path).size > maxLogBytes) truncateSync(path);
  return log;
}

/** The port that the last server here had, so that whoever knows it finds the next one too; or else any free one. */
export async function choosePort(data: string): Promise<number> {
  const lastOptions = await readFile(join(data, 'postmaster.opts'), 'utf8').catch(() => '');
  const last = Number(/port=(\d+)/.exec(lastOptions)?.[1] ?? 0);
  return freePort(last).catch(() => freePort(0));
}

function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(wanted, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => {
        resolve(port);
      });
    });
  });
}
