import { constants, setPriority } from 'node:os';
import { memoryBudget, redisBudget, type ServiceProtectionBudget } from '#lib/resilience';
import type { Places } from '../../support/dataverse-identity.js';
import { peakRssMiB } from '../peak-rss.js';
import { serveOrders } from '../serve-orders.js';
import { compressedBudget } from './compression.js';
import { type LoadOrder, Tally } from './tally.js';

/** Which of how many processes of one application user this is, and where their ledger lies if they are several. */
export interface LoadSettings {
  places: Places;
  compression: number;
  /** Counted from 1. */
  number: number;
  processes: number;
  redisUrl?: string | undefined;
}

/** What a process did in the counted time. */
export interface LoadResult {
  done: number;
  failures: Record<string, number>;
  cpuMs: number;
  /** Since the process began. */
  peakRssMiB: number;
}

/** Works until the tally is over. */
export type Work = (tally: Tally) => Promise<void>;

/** Serves as one process of the load. On few cores the far side comes first: it has to keep time, and a service has machines of its own. */
export async function serveLoad(
  prepare: (settings: LoadSettings, budget: ServiceProtectionBudget) => Work,
): Promise<void> {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  await serveOrders(async (settings: LoadSettings) => {
    const work = prepare(settings, await budgetFor(settings));
    return { ready: true, work: (order: LoadOrder) => measured(work, order) };
  });
}

async function budgetFor({
  places,
  compression,
  processes,
  redisUrl,
}: LoadSettings): Promise<ServiceProtectionBudget> {
  const options = compressedBudget(compression, processes);
  if (!redisUrl) return memoryBudget(options);
  const owner = { environmentUrl: places.dataverseUrl, applicationUser: 'website-intake' };
  return redisBudget({ ...options, ...owner, redisUrl });
}

async function measured(work: Work, order: LoadOrder): Promise<LoadResult> {
  const tally = new Tally(order);
  let cpuBefore = process.cpuUsage();
  setTimeout(() => void (cpuBefore = process.cpuUsage()), order.countFrom - Date.now());
  await work(tally);
  const { user, system } = process.cpuUsage(cpuBefore);
  const { done, failures } = tally;
  return { done, failures, cpuMs: (user + system) / 1_000, peakRssMiB: peakRssMiB() };
}
