import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CampaignReport } from './report.js';
import { WAYPOINTS } from './waypoints.js';

/** The short form of the campaign, run as its command: what is killed are real processes of the compiled code. */
describe('the kill campaign of the intake', () => {
  const MINUTES = 60_000;
  let directory: string;
  let running: ChildProcess | undefined;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'causeway-campaign-'));
  });
  afterAll(async () => {
    // Only when a test gave up on it; it then ends what it has started before it goes.
    running?.kill('SIGTERM');
    await rm(directory, { recursive: true, force: true });
  });

  const campaign = async (...flags: string[]) => {
    const json = join(directory, 'report.json');
    const args = ['dist/test/faults/main.js', 'intake', ...flags, '--json', json];
    let output = '';
    running = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [running.stdout, running.stderr])
      stream?.on('data', (text) => void (output += String(text)));
    const code = await new Promise((resolve) => running?.once('close', resolve));
    running = undefined;
    const report = JSON.parse(await readFile(json, 'utf8').catch(() => 'null')) as CampaignReport | null;
    return { code, output, report };
  };

  it(
    'loses nothing and doubles nothing, killed at every waypoint and at random',
    { timeout: 8 * MINUTES },
    async () => {
      const { code, output, report } = await campaign('--rounds', '2', '--cases', '120', '--seed', '5');
      expect(code, output).toBe(0);
      expect(report?.total).toMatchObject({ posted: 240, accepted: 240, lost: 0, doubled: 0, wrong: 0 });
      expect(report?.missed).toEqual([]);
      expect(Object.keys(report?.killsByWaypoint ?? {})).toEqual([...WAYPOINTS]);
      expect(report?.total.randomKills).toBeGreaterThan(0);
      expect(report?.total.standInKills).toBeGreaterThan(0);
      expect(report?.total.droppedReplies).toBeGreaterThan(0);
    },
  );

  it('finds an intake that acknowledges before it commits', { timeout: 6 * MINUTES }, async () => {
    const bug = 'acknowledge-before-commit';
    const atMost = ['--rounds', '6', '--cases', '60'];
    const { code, output, report } = await campaign('--bug', bug, ...atMost, '--seed', '5');
    expect(code, output).toBe(0);
    expect(report?.total.lost).toBeGreaterThan(0);
  });

  it.each([
    [['harbour'], "unknown command 'harbour'"],
    [['intake', '--rounds', 'many'], 'whole number'],
    [['intake', '--bug', 'none'], 'Allowed choices are acknowledge-before-commit'],
  ])('says what is wrong with %j and ends with 2', async (args, words) => {
    const wrong = promisify(execFile)(process.execPath, ['dist/test/faults/main.js', ...args]);
    await expect(wrong).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining(words) });
  });
});
