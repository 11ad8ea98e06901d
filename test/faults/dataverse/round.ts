import { setTimeout as sleep } from 'node:timers/promises';
import type { Finding } from '../finding.js';
import { groupBy } from '../group-by.js';
import { check, type Entry, isOpen } from './checker.js';
import { type Ground, processes } from './ground.js';
import { withNewerColumn } from './new-column.js';
import { type Lot, planLots } from './plan.js';
import { seedRows } from './seed-rows.js';
import { faultsFor, settledAfterMs, type Trouble } from './troubles.js';
import type { WriteOrder } from './writer.child.js';
import type { Told, Way, Write } from './writes.js';

export interface RoundPlan {
  number: number;
  trouble: Trouble;
  ways: readonly Way[];
  writes: number;
  mostRows: number;
  seed: number;
  /** With the client that has the bug. */
  forgetsIds?: boolean;
}

export interface RoundResult {
  plan: RoundPlan;
  writes: number;
  /** Requests of the processes that wrote, reads among them. */
  requests: number;
  /** How often each fault has struck. */
  struck: Record<string, number>;
  /**
   * Writes that were given back as unknown or not written, by what was said of them; when all was well, they were written again.
   */
  givenBack: Record<string, number>;
  /** How many writes were told each outcome, at the end. */
  outcomes: Record<string, number>;
  findings: Finding[];
  seconds: number;
}

/** By the writers' hurried clocks: longer than any trouble that passes, and much shorter than one that does not. */
const patienceMs = { passing: 300_000, lasting: 15_000 };

/** Writes the lots in trouble, looks; writes once more what was given back, when all is well; and looks again. */
export async function runRound(plan: RoundPlan, ground: Ground): Promise<RoundResult> {
  const startedAt = performance.now();
  const { control } = ground;
  const lots = planLots({ ...plan, processes });
  const faults = faultsFor(plan.trouble, plan.ways).map((fault, n) => ({ ...fault, seed: plan.seed + n }));
  await control.reset();
  await withNewerColumn(ground.places, () => control.hurt(faults));
  await seedRows(ground.places, lots);
  const before = await control.stats();
  const first = await write(lots, plan, ground);
  const after = await control.stats();
  await control.hurt([]);
  await sleep(settledAfterMs(plan.trouble));
  const isTroubled = plan.trouble.faults.length > 0;
  const early = check(first, await control.rows('account'), { isTroubled, isEnd: false });
  const entries = await writeAgain(first, plan, ground);
  const late = check(entries, await control.rows('account'), { isTroubled, isEnd: true });
  return {
    plan,
    writes: entries.length,
    requests: after.requests - before.requests,
    struck: strikesOf(after.faults),
    givenBack: countsOf(
      first.filter(({ told }) => isOpen(told)),
      ({ told }) => `${told?.outcome ?? 'nothing'}: ${told?.code ?? 'never sent'}`,
    ),
    outcomes: countsOf(entries, ({ told }) => told?.outcome ?? 'nothing'),
    findings: distinct([...early, ...late]),
    seconds: Math.round((performance.now() - startedAt) / 100) / 10,
  };
}

type RoundEntry = Entry & { process: string };

async function write(
  lots: readonly Lot[],
  { mostRows, forgetsIds = false, trouble: { attemptTimeoutMs, isLasting } }: RoundPlan,
  { writers }: Ground,
): Promise<RoundEntry[]> {
  const works = [...groupBy(lots, ({ process }) => process)].map(async ([process, mine]) => {
    const order: WriteOrder = {
      lots: mine,
      mostRows,
      patienceMs: isLasting ? patienceMs.lasting : patienceMs.passing,
      attemptTimeoutMs,
      forgetsIds,
    };
    const told = await writers.get(process)?.ask<(Told | null)[][]>(order);
    return mine.flatMap(({ way, writes }, lot) =>
      writes.map((one, n) => ({ process, way, write: one, told: told?.[lot]?.[n] ?? undefined })),
    );
  });
  return (await Promise.all(works)).flat();
}

/** What is open is written again as it is; the rest stays as it was told. */
async function writeAgain(first: readonly RoundEntry[], plan: RoundPlan, ground: Ground): Promise<Entry[]> {
  const open = first.filter(({ told }) => isOpen(told));
  const lots = [...groupBy(open, ({ process, way }) => `${process} ${way}`).values()].map(lotOf);
  const again = await write(lots, plan, ground);
  const toldBefore = new Map(
    open.map(({ process, write: one, told }) => [`${process} ${one.naturalKey}`, told]),
  );
  return [
    ...first.filter(({ told }) => !isOpen(told)),
    ...again.map((entry) => ({
      ...entry,
      before: toldBefore.get(`${entry.process} ${entry.write.naturalKey}`),
    })),
  ];
}

function lotOf(entries: readonly RoundEntry[]): Lot {
  const [{ process, way } = { process: '', way: 'single' as const }] = entries;
  return { process, way, writes: entries.map(({ write: one }): Write => one) };
}

function strikesOf(faults: readonly { fault: string; struck: number }[]): Record<string, number> {
  const strikes: Record<string, number> = {};
  for (const { fault, struck } of faults) strikes[fault] = (strikes[fault] ?? 0) + struck;
  return strikes;
}

function countsOf(entries: readonly Entry[], nameOf: (entry: Entry) => string): Record<string, number> {
  const groups = groupBy(entries, nameOf);
  return Object.fromEntries([...groups].map(([name, { length }]) => [name, length]));
}

const distinct = (findings: readonly Finding[]): Finding[] => [
  ...new Map(findings.map((finding) => [`${finding.kind} ${finding.what}`, finding])).values(),
];
