import { existsSync, readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres.errors.js';

/** The user that PostgreSQL runs as. `self`: the user of this process; `other`: we are root and PostgreSQL refuses root. */
export type OperatingUser = { readonly kind: 'self' } | { readonly kind: 'other'; uid: number; gid: number };

/** A program and its arguments, ready to be spawned. */
export interface CommandLine {
  readonly file: string;
  readonly args: string[];
  readonly uid?: number;
  readonly gid?: number;
}

const nobody = { uid: 65534, gid: 65534 };

/**
 * PostgreSQL refuses root, so root hands it to the owner of the data; for new data to the owner of the folder around
 * it, when the system knows that user by name as initdb demands, or else to nobody.
 */
export function chooseOperatingUser(
  dataDirectory: string,
  ownUid: number | undefined = process.getuid?.(),
): OperatingUser {
  if (ownUid !== 0) return { kind: 'self' };
  if (existsSync(dataDirectory)) return { kind: 'other', ...ownerOf(dataDirectory) };
  const around = ownerOf(nearestExisting(dirname(dirname(dataDirectory))));
  return { kind: 'other', ...(around.uid !== 0 && hasName(around.uid) ? around : nobody) };
}

function nearestExisting(path: string): string {
  return existsSync(path) ? path : nearestExisting(dirname(path));
}

function hasName(uid: number): boolean {
  const users = readFileSync('/etc/passwd', 'utf8').split('\n');
  return users.some((line) => line.split(':')[2] === String(uid));
}

function ownerOf(path: string): { uid: number; gid: number } {
  const { uid, gid } = statSync(path);
  return { uid, gid };
}

/**
 * How to start a program as that user. Where the user may not walk through the folders above `paths` (a clone
 * below /root or a `mktemp -d`), `setpriv` of util-linux leaves it the one capability needed for that, so that
 * nothing has to be copied or opened up.
 */
export async function commandLineAs(
  user: OperatingUser,
  file: string,
  args: string[],
  paths: string[],
): Promise<CommandLine> {
  if (user.kind === 'self') return { file, args };
  const closed = [file, ...paths]
    .map((path) => closedFolderAbove(path, user))
    .find((path) => path !== undefined);
  if (closed === undefined) return { file, args, uid: user.uid, gid: user.gid };

  const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path));
  const capability = await walkThroughCapability();
  if (setpriv === undefined || capability === undefined) {
    throw new EmbeddedPostgresError(
      'not-reachable',
      `PostgreSQL does not run as root, and uid ${String(user.uid)} may not enter ${closed}. ` +
        `Open that folder (chmod o+x), install util-linux for setpriv, run as another user, or set DATABASE_URL.`,
    );
  }
  const identity = [`--reuid=${String(user.uid)}`, `--regid=${String(user.gid)}`, '--clear-groups'];
  const capabilities = [`--inh-caps=+${capability}`, `--ambient-caps=+${capability}`];
  // initdb asks access(2) for its own programs, which leaves capabilities out of account without this bit.
  capabilities.push('--securebits=+no_setuid_fixup');
  return { file: setpriv, args: [...identity, ...capabilities, file, ...args] };
}

/** The first folder above `path` that the user may not search, if any. */
function closedFolderAbove(path: string, user: { uid: number; gid: number }): string | undefined {
  const parent = dirname(path);
  if (parent === path) return undefined;
  return closedFolderAbove(parent, user) ?? (maySearch(parent, user) ? undefined : parent);
}

function maySearch(folder: string, { uid, gid }: { uid: number; gid: number }): boolean {
  if (!existsSync(folder)) return true;
  const stat = statSync(folder);
  if (stat.uid === uid) return (stat.mode & 0o100) !== 0;
  if (stat.gid === gid) return (stat.mode & 0o010) !== 0;
  return (stat.mode & 0o001) !== 0;
}

/** The smallest capability this process may hand on that lets a program walk through closed folders (capabilities(7)). */
async function walkThroughCapability(): Promise<'dac_read_search' | 'dac_override' | undefined> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const bounding = BigInt(`0x${/^CapBnd:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? '0'}`);
  if ((bounding & (1n << 2n)) !== 0n) return 'dac_read_search';
  return (bounding & (1n << 1n)) !== 0n ? 'dac_override' : undefined;
}
