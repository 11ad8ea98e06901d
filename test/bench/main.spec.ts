import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { hasRedis, needsRedis } from '../support/redis.js';
import type { BudgetFigures } from './budget/figures.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const PROGRAM = 'dist/test/bench/main.js';
/** The machine may be busy, and the command starts six processes. */
const MINUTES = 60_000;

/** The command in its short form. Nothing is said of how fast anything is: that is for a quiet machine and a reader. */
describe('npm run bench', () => {
  const run = promisify(execFile);
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'causeway-bench-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it(
    'measures single rows of Dataverse, every one of them checked, into a table and a file',
    { timeout: 4 * MINUTES },
    async () => {
      const json = join(directory, 'figures.json');
      const size = ['--quick', '--rounds', '2', '--rows', '30'];
      const { stdout } = await run(process.execPath, [PROGRAM, 'dataverse-single', ...size, '--json', json]);
      expect(stdout).toContain('ceiling = rows per second of processor time of a bare undici pool');
      expect(stdout).toMatch(/dynamics-web-api 2\.\d+\.\d+, undici 7\.\d+\.\d+/);
      expect(stdout).toContain('2 rounds of 30 rows a turn');
      const figures = JSON.parse(await readFile(json, 'utf8')) as Figures;
      expect(figures).toMatchObject({
        bench: 'dataverse-single',
        machine: { node: process.version },
        rounds: 2,
      });
      expect(figures.turns).toHaveLength(2 * 2 * 2 * 3);
      expect(figures.turns.every(({ failures }) => failures === 0)).toBe(true);
      expect(figures.kinds.map(({ operation, concurrency }) => [operation, concurrency])).toEqual([
        ['retrieve', 1],
        ['upsert', 1],
        ['retrieve', 16],
        ['upsert', 16],
      ]);
      expect(figures.layers.policies.length).toBeGreaterThan(8);
      // JSON writes what is not finite as null.
      expect(JSON.stringify(figures)).not.toContain('null');
      for (const { contenders } of figures.kinds)
        expect(Object.keys(contenders)).toEqual(['causeway', 'dynamics-web-api', 'undici']);
    },
  );

  it.skipIf(!hasRedis)(
    `measures the shared budget beside other limiters, and that it lets no window overflow ${needsRedis}`,
    { timeout: 4 * MINUTES },
    async () => {
      const json = join(directory, 'budget.json');
      const { stdout } = await run(process.execPath, [
        PROGRAM,
        'budget',
        '--quick',
        '--rows',
        '50',
        '--json',
        json,
      ]);
      expect(stdout).toMatch(/rate-limiter-flexible 11\.\d+\.\d+, bottleneck 2\.\d+\.\d+/);
      const { costs, limits } = JSON.parse(await readFile(json, 'utf8')) as BudgetFigures;
      expect(costs.map(({ contender, processes }) => [contender, processes])).toContainEqual([
        'causeway on Redis',
        4,
      ]);
      const [ours] = limits;
      expect(ours?.contender).toBe('causeway on Redis');
      expect(ours?.fullestWindow.max).toBeLessThanOrEqual(100);
    },
  );

  it(
    'streams rows through a process whose memory does not grow with them',
    { timeout: 4 * MINUTES },
    async () => {
      const json = join(directory, 'memory.json');
      const size = ['--quick', '--rows', '50000'];
      const { stdout } = await run(process.execPath, [PROGRAM, 'dataverse-memory', ...size, '--json', json]);
      expect(stdout).toContain('peak RSS so far');
      const { streams } = JSON.parse(await readFile(json, 'utf8')) as MemoryFigures;
      const [early, ...later] = streams[0]?.looks ?? [];
      expect(later.at(-1)?.rows).toBe(50_000);
      // What is under way differs from look to look by a few requests of 1,000 rows.
      for (const { heapMiB } of later) expect(heapMiB).toBeLessThan((early?.heapMiB ?? 0) + 15);
    },
  );

  it('ends in order at Ctrl-C, with what it has started', { timeout: 4 * MINUTES }, async () => {
    // Turns so short that it soon tells how far it is, and so many that it is then still at work.
    const bench = spawn(process.execPath, [PROGRAM, 'dataverse-single', '--rows', '200', '--rounds', '500'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let told = '';
    bench.stderr.on('data', (text) => void (told += String(text)));
    const ended = once(bench, 'close');
    const begun = async () => {
      while (!told.includes('dataverse-single')) await once(bench.stderr, 'data');
    };
    await Promise.race([begun(), ended]);
    bench.kill('SIGINT');
    expect(await ended).toEqual([130, null]);
    expect(told).toContain('stopped');
  });

  it.each([
    [
      ['speed'],
      'Allowed choices are budget, budget-lanes, budget-share, budget-wall, dataverse, dataverse-memory',
    ],
    [['dataverse-single', '--rounds', '0'], 'whole number'],
    [[], "missing required argument 'name'"],
  ])('says what is wrong with %j and ends with 2', async (args, words) => {
    await expect(run(process.execPath, [PROGRAM, ...args])).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining(words),
    });
  });
});

interface MemoryFigures {
  streams: { looks: { rows: number; heapMiB: number }[] }[];
}

interface Figures {
  turns: { failures: number }[];
  kinds: { operation: string; concurrency: number; contenders: object }[];
  layers: { policies: unknown[] };
}
