import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entraDefaults } from '../../stand-ins/entra/src/index.js';
import { DataverseStandIn } from '../../test/support/dataverse-stand-in.js';
import { EntraStandIn } from '../../test/support/entra-stand-in.js';
import { hasRedis, needsRedis, RedisServer } from '../../test/support/redis.js';
import { InstalledPackage } from '../../test/support/installed-package.js';
import { buildPackage } from './build-package.js';
import { manifestOf } from './manifest.js';
import { importsOf, packageOf } from './reach.js';

const EXAMPLE = resolve('docs/examples/dataverse-without-nest.mjs');
const MANY_ROWS = resolve('docs/examples/dataverse-many-rows.mjs');
const SHARED_BUDGET = resolve('docs/examples/dataverse-shared-budget.mjs');
const COMPILER = resolve('node_modules/typescript7/bin/tsc');

interface Manifest {
  version: string;
  dependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
}

describe('the package of the Dataverse client', { timeout: 60_000 }, () => {
  let built: string;
  let installed: InstalledPackage;
  let manifest: Manifest;

  beforeAll(async () => {
    built = await mkdtemp(join(tmpdir(), 'package-'));
    await buildPackage('dataverse', built);
    installed = await InstalledPackage.from(built);
    manifest = JSON.parse(await readFile(join(built, 'package.json'), 'utf8')) as Manifest;
  });

  afterAll(async () => {
    await installed.remove();
    await rm(built, { recursive: true });
  });

  const shipped = (pattern: RegExp) => installed.files.filter((path) => pattern.test(path));
  const run = async (example: string, env: Record<string, string>) => {
    await copyFile(example, join(installed.project, 'example.mjs'));
    return installed.node(['example.mjs'], env);
  };
  const textOf = (path: string) => readFile(join(built, path), 'utf8');

  it('holds what was built of the libs and its own pages, and no spec, testing door or source map', () => {
    const allowed =
      /^(libs\/(auth|dataverse|http|resilience)\/src\/[\w./-]+\.(js|d\.ts)|package\.json|README\.md|LICENSE)$/;
    expect(installed.files.filter((path) => !allowed.test(path))).toEqual([]);
    expect(shipped(/spec|testing|scripted|loopback|manual-clock/)).toEqual([]);
    expect(shipped(/^libs\/dataverse\/src\/(index|nest)\.(js|d\.ts)$/)).toHaveLength(4);
  });

  it('declares exactly the packages that its files import, at the versions that are tested here', async () => {
    const imported = new Set<string>();
    for (const path of shipped(/\.(js|d\.ts)$/)) {
      const outside = importsOf(await textOf(path)).filter((name) => !/^[.#]/.test(name) && !isBuiltin(name));
      for (const name of outside) imported.add(packageOf(name));
    }
    const root = JSON.parse(await readFile('package.json', 'utf8')) as Manifest;
    const declared = { ...manifest.dependencies, ...manifest.peerDependencies };
    expect(Object.keys(declared).sort()).toEqual([...imported].sort());
    for (const [name, version] of Object.entries(manifest.dependencies))
      expect(version).toBe(root.dependencies[name]);
    expect(manifest.version).toBe(root.version);
  });

  it('asks for Nest only of those who enter by its door', () => {
    const isNest = (name: string) => name.startsWith('@nestjs/');
    expect(Object.keys(manifest.dependencies).filter(isNest)).toEqual([]);
    expect(Object.keys(manifest.peerDependencies).every(isNest)).toBe(true);
    expect(manifest).toMatchObject({ peerDependenciesMeta: { '@nestjs/common': { optional: true } } });
  });

  it('points to no source that is not there', async () => {
    for (const path of shipped(/\.js$/)) expect(await textOf(path)).not.toContain('sourceMappingURL');
  });

  it.each([EXAMPLE, MANY_ROWS, SHARED_BUDGET])('shows the example word for word: %s', async (example) => {
    expect(await textOf('README.md')).toContain(`\`\`\`js\n${await readFile(example, 'utf8')}\`\`\``);
  });

  it('works where there is no Nest: the example creates a contact, reads, finds and deletes it', async () => {
    await withStandIns(async (env, dataverse) => {
      const said = await run(EXAMPLE, env);
      expect(said).toMatch(/^read {[^}]*firstName: 'Ada'/);
      expect(said).toMatch(/^found Example$/m);
      expect(await dataverse.rows('contact')).toEqual([]);
    });
  });

  it('writes many rows, tells of each bad one, and does not write what is there', async () => {
    await withStandIns(async (env, dataverse) => {
      const said = await run(MANY_ROWS, env);
      expect(said.match(/^\d+00@example.org text-too-long$/gm)).toHaveLength(10);
      expect(said).toMatch(/^written {.*, refused: 10 }$/m);
      expect(said).toContain('written again { unchanged: 990, refused: 10 }');
      expect(said).toContain("deleted { deleted: 990, 'not-there': 10 }");
      expect(await dataverse.rows('contact')).toEqual([]);
    });
  });

  it.skipIf(!hasRedis)(
    `shares a budget, and ends when that is closed with its connection ${needsRedis}`,
    async () => {
      const redis = await RedisServer.start();
      try {
        await withStandIns(async (env) => {
          const said = await run(SHARED_BUDGET, { ...env, REDIS_URL: redis.url });
          expect(said).toBe('circuit closed; requests: 1 of ours, 6000 for all\n');
        });
      } finally {
        await redis.close();
      }
    },
  );

  it('opens its door for Nest to those who have it', async () => {
    const look = `import('@causeway/dataverse/nest').then(({ DataverseModule }) => console.log(DataverseModule.name))`;
    await expect(installed.node(['-e', look])).rejects.toThrow('@nestjs/axios');
    for (const name of Object.keys(manifest.peerDependencies)) await installed.link(name);
    expect(await installed.node(['-e', look])).toBe('DataverseModule\n');
  });

  it('has types that a strict consumer can compile against', async () => {
    await installed.link('@types/node');
    const options = [
      '--strict',
      '--allowJs',
      '--checkJs',
      '--noEmit',
      '--target',
      'es2022',
      '--types',
      'node',
    ];
    await copyFile(EXAMPLE, join(installed.project, 'example.mjs'));
    await writeFile(join(installed.project, 'consumer.mts'), CONSUMER);
    await writeFile(join(installed.project, 'names.mts'), README_NAMES);
    const pieces = [...(await textOf('README.md')).matchAll(/```ts\n(.*?)```/gs)].map(([, piece]) => piece);
    expect(pieces.length).toBeGreaterThan(4);
    for (const [at, piece] of pieces.entries())
      await writeFile(join(installed.project, `readme-${at}.mts`), `${piece}export {};\n`);
    await copyFile(SHARED_BUDGET, join(installed.project, 'shared-budget.mjs'));
    const readme = ['names.mts', ...pieces.map((_, at) => `readme-${at}.mts`)];
    const sources = ['example.mjs', 'shared-budget.mjs', 'consumer.mts', ...readme];
    const compiled = installed.node([COMPILER, '--module', 'nodenext', ...options, ...sources]);
    expect(await compiled.catch(({ stdout }: { stdout: string }) => stdout)).toBe('');
  });
});

/** The cloud of the examples, by the settings that name it. */
async function withStandIns(
  use: (env: Record<string, string>, dataverse: DataverseStandIn) => Promise<void>,
): Promise<void> {
  const entra = await EntraStandIn.start();
  const tokens = { tenantId: entraDefaults.tenantId, jwksUri: entra.jwksUri };
  const dataverse = await DataverseStandIn.start({ tokens });
  try {
    await use({ DATAVERSE_URL: dataverse.url, ENTRA_AUTHORITY: entra.url }, dataverse);
  } finally {
    await dataverse.close();
    await entra.close();
  }
}

/** What the page's pieces of TypeScript have from elsewhere. */
const README_NAMES = `
import * as causeway from '@causeway/dataverse';
import * as fs from 'node:fs';
import * as streams from 'node:stream/promises';

const columns = { number: causeway.text('cw_number', 20), plan: causeway.file('cw_contract') };
const permits = causeway.defineTable({
  ...{ name: 'cw_permit', entitySet: 'cw_permits', primaryId: 'cw_permitid', columns, keys: [['number']] },
});

declare global {
  const client: causeway.DataverseClient;
  const accountTable: typeof causeway.accountTable, incidentTable: typeof causeway.incidentTable;
  const contactTable: typeof causeway.contactTable, rowOf: typeof causeway.rowOf;
  const connectDataverse: typeof causeway.connectDataverse;
  const permitTable: typeof permits, meterTable: typeof permits;
  const contactId: string, caseId: string, noteId: string, id: string, path: string, target: string, url: string;
  const sizeInBytes: number;
  const tokens: causeway.AccessTokenSource;
  const rows: Iterable<causeway.RowToUpsert<typeof causeway.accountTable>>;
  const meters: readonly { number: string }[];
  const quarantine: (entry: object, code: string, error: Error) => Promise<void>;
  const createReadStream: typeof fs.createReadStream, createWriteStream: typeof fs.createWriteStream;
  const pipeline: typeof streams.pipeline;
  const source: causeway.FileSource;
  const links: { last(): Promise<string | undefined>; keep(link: string): Promise<void> };
  const copy: { put(rows: readonly object[]): Promise<void>; remove(ids: readonly string[]): Promise<void> };
}
`;

/** What a consumer may rely on, and two mistakes that the compiler must see. */
const CONSUMER = `
import { connectDataverse, contactTable, incidentTable } from '@causeway/dataverse';

const { client } = connectDataverse({ url: '', tokens: { getToken: async () => 'token' } });
const row = await client.retrieve(contactTable, '', { select: ['lastName'] });
export const name: string | null | undefined = row?.lastName;
// @ts-expect-error It was not asked for.
row?.email;
// @ts-expect-error A case has a title.
await client.create(incidentTable, { description: '' });
`;

describe('the package.json of a package', () => {
  it('cannot be made when something is imported that our own does not name', () => {
    const root = { version: '1', license: 'MIT', engines: {}, dependencies: {} };
    const needed = new Set(['left-out']);
    expect(() => manifestOf(root, { lib: 'x', description: '', needed, neededWithNest: needed })).toThrow(
      'left-out is imported',
    );
  });
});
