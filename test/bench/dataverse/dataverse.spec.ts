import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entraDefaults } from '../../../stand-ins/entra/src/index.js';
import type { Places } from '../../support/dataverse-identity.js';
import { DataverseStandIn } from '../../support/dataverse-stand-in.js';
import { EntraStandIn } from '../../support/entra-stand-in.js';
import { countWritten } from '../dataverse-single/written-rows.js';
import { documentedLimits } from '../ceiling.js';
import { CONTENDERS, contenderNames } from './cpu/contenders.js';
import { cpuFiguresOf } from './cpu/figures.js';
import { goalsOf as cpuGoalsOf } from './cpu/goals.js';
import { type CountedTurn, turnsOfARound } from './cpu/rounds.js';
import { takeTurn } from './cpu/turn.js';
import { inWords as cpuInWords } from './cpu/words.js';
import { type Cell, quickCells, type RetryAfter, wholeCells } from './virtual/cells.js';
import { type Contender, fiftyAtATime, ours } from './virtual/contenders.js';
import { cellFiguresOf } from './virtual/figures.js';
import { goalsOf } from './virtual/goals.js';
import { type CellResult, measureCell } from './virtual/measure-cell.js';

const bulkOf = (contenders: readonly Contender[]): Contender => {
  const found = contenders.find(({ form }) => form === 'bulk');
  if (!found) throw new Error('Nobody sends bulk messages.');
  return found;
};

/** Of the documented limits: a request is a larger share of it, and there are fewer of them. */
const aQuarter = { ...documentedLimits, requests: 1_500, executionMs: 300_000 };

const cellOf = (contender: Contender, retryAfter: RetryAfter): Cell => ({
  contender,
  processes: 1,
  retryAfter,
});

describe('sustained load, in virtual time', () => {
  it(
    'is near the ceiling with our bulk messages: nothing is refused, and no window is overfull',
    { timeout: 60_000 },
    async () => {
      const cell = cellOf(bulkOf(ours), 'twice');
      const result = await measureCell(cell, 1, aQuarter);
      expect(result.share).toBeGreaterThan(0.9);
      expect(result.throttled).toBe(0);
      expect(Math.max(...Object.values(result.fullest))).toBeLessThanOrEqual(1);
    },
  );

  it('costs a loop that knows no limits 429s, and the more the longer it is shut out for them', async () => {
    const loop = bulkOf(fiftyAtATime);
    const [untilRoom, twice] = [
      await measureCell(cellOf(loop, 'untilRoom'), 1),
      await measureCell(cellOf(loop, 'twice'), 1),
    ];
    for (const { throttled, fullest } of [untilRoom, twice]) {
      expect(throttled).toBeGreaterThan(0);
      expect(fullest.executionTime).toBeGreaterThan(1);
    }
    expect(twice.share).toBeLessThan(0.7 * untilRoom.share);
  });

  it('reaches its goals when all of ours do, in every seed', () => {
    const cell = cellOf(bulkOf(ours), 'twice');
    const fullest = { requests: 0.1, executionTime: 0.97, concurrency: 0.2 };
    const good = {
      cell,
      seed: 1,
      rowsARequest: 150,
      rowsPerSecond: 310,
      ceiling: 320,
      share: 0.97,
      throttled: 0,
      fullest,
    };
    const areReached = (...results: CellResult[]) =>
      goalsOf(cellFiguresOf([cell], results)).every(({ isReached }) => isReached);
    expect(areReached(good, good)).toBe(true);
    for (const wrong of [{ share: 0.94 }, { throttled: 1 }, { fullest: { ...fullest, executionTime: 1.01 } }])
      expect(areReached(good, { ...good, ...wrong })).toBe(false);
  });

  it('is measured in one process and in several, against every kind of Retry-After', () => {
    expect(new Set(wholeCells.map(({ processes }) => processes))).toEqual(new Set([1, 2, 4]));
    expect(new Set(wholeCells.map(({ retryAfter }) => retryAfter)).size).toBe(3);
    expect(wholeCells).toEqual(expect.arrayContaining([...quickCells]));
  });
});

describe('the cost of a client', () => {
  let entra: EntraStandIn;
  let dataverse: DataverseStandIn;
  let places: Places;
  beforeAll(async () => {
    entra = await EntraStandIn.start();
    const { tenantId } = entraDefaults;
    dataverse = await DataverseStandIn.start({ tokens: { tenantId, jwksUri: entra.jwksUri }, limits: 'off' });
    places = { dataverseUrl: dataverse.url, entraUrl: entra.url };
  });
  afterAll(async () => {
    await dataverse.close();
    await entra.close();
  });

  it.each(contenderNames)('is that of rows that are all written: %s', async (name) => {
    const contender = await CONTENDERS[name](places);
    const stamp = `by ${name}`;
    const result = await takeTurn(contender, { rows: 250, rowsARequest: 100, stamp });
    await contender.close();
    expect(await countWritten(places, { stamp })).toBe(250);
    expect(result.cpuMs).toBeGreaterThan(0);
    expect(result.peakRssMiB).toBeGreaterThan(0);
  });

  it('is told beside that of the peer, and for the size that ours comes to beside the better of its batches', () => {
    const turn = (cpuMs: number, of: Pick<CountedTurn, 'contender' | 'rowsARequest'>) => {
      return { ...of, round: 1, cpuMs, wallMs: 100, peakRssMiB: 100 };
    };
    const ofBatches = { 100: 100, 1000: 120, 'its own': NaN };
    const ofMessages = { 100: 80, 1000: 50, 'its own': 50 };
    const turns = turnsOfARound.map((of) =>
      turn((of.contender.endsWith('$batch') ? ofBatches : ofMessages)[of.rowsARequest], of),
    );
    const cpu = cpuFiguresOf(turns, 1_000);
    expect(cpu[0]).toMatchObject({ rowsPerCpuSecond: { median: 12_500 }, timesThePeer: { median: 1.25 } });
    expect(cpu.at(-1)).toMatchObject({ rowsARequest: 'its own', timesThePeer: { median: 2 } });
    expect(cpuGoalsOf(cpu)).toMatchObject([{ isReached: true }]);
    const slower = turns.map((each) => (each.rowsARequest === 'its own' ? { ...each, cpuMs: 51 } : each));
    expect(cpuGoalsOf(cpuFiguresOf(slower, 1_000))).toMatchObject([{ isReached: false }]);
    expect(cpuInWords({ rounds: 1, rows: 1_000 }, cpu)).toMatch(/\$batch .* 10 000 .* 1\.00 /);
  });
});
