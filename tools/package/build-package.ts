import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { emitDeclarations } from './declarations.js';
import { manifestOf, type RootManifest } from './manifest.js';
import { joined, type Reach, reachOf } from './reach.js';
import { readmeOf } from './readme.js';

/** The libs that are of use outside this repository. */
export const PACKAGES = {
  dataverse:
    'A client for the Web API of Microsoft Dataverse that knows its service protection limits: typed tables, one budget for all calls, retries that never double a row.',
} as const;

/** The name of such a lib. */
export type PackageName = keyof typeof PACKAGES;

const DOORS = ['index', 'nest'] as const;
const BUILT = 'dist';

/**
 * Writes the package of a lib to `directory`: what its doors lead to and nothing else, as it was built (`npm run build`), with
 * type declarations and a package.json. Libs that it uses lie inside, behind the same `#lib/` names as here.
 */
export async function buildPackage(lib: PackageName, directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
  const declared = join(BUILT, 'declarations', lib);
  await emitDeclarations(
    DOORS.map((door) => `libs/${lib}/src/${door}.ts`),
    declared,
  );
  const [front, nest] = DOORS.map((door) => behind(`libs/${lib}/src/${door}`, declared)) as [Reach, Reach];
  const all = joined([front, nest]);
  for (const file of all.files) await ship(file, file.endsWith('.js') ? BUILT : declared, directory);
  const parts = {
    lib,
    description: PACKAGES[lib],
    needed: front.packages,
    neededWithNest: all.packages,
  };
  const root = JSON.parse(await readFile('package.json', 'utf8')) as RootManifest;
  await writeFile(join(directory, 'package.json'), `${JSON.stringify(manifestOf(root, parts), null, 2)}\n`);
  await writeFile(join(directory, 'README.md'), await readmeOf(lib, PACKAGES[lib]));
  if (existsSync('LICENSE')) await copyFile('LICENSE', join(directory, 'LICENSE'));
}

/** A door as it runs and as it is typed. */
const behind = (door: string, declared: string): Reach =>
  joined([reachOf(BUILT, `${door}.js`), reachOf(declared, `${door}.d.ts`)]);

/** The sources are not in the package, so neither is the way to them. */
async function ship(file: string, from: string, to: string): Promise<void> {
  const text = await readFile(join(from, file), 'utf8');
  await mkdir(dirname(join(to, file)), { recursive: true });
  await writeFile(join(to, file), text.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '\n'));
}
