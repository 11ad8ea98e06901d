import { constants, setPriority } from 'node:os';
import { connectDataverse } from '#lib/dataverse';
import { memoryBudget, redisBudget, type ServiceProtectionBudget } from '#lib/resilience';
import { type Places, tokensFor } from '../../support/dataverse-identity.js';
import { serveOrders } from '../serve-orders.js';
import { compressedBudget } from './settings.js';

/** Which of how many processes of one application user this is, and where their ledger lies if they are several. */
export interface LoadSettings {
  places: Places;
  compression: number;
  processes: number;
  redisUrl?: string | undefined;
}

/** When to end, in epoch milliseconds, and from when on to count. */
export interface LoadOrder {
  countFrom: number;
  endAt: number;
}

export interface LoadResult {
  /** Answered in the counted time. */
  answered: number;
  failures: Record<string, number>;
  cpuMs: number;
}

/** More than may be at a time: the budget always has somebody who waits. */
const askersPerProcess = 60;

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

/** On few cores the far side comes first: it has to keep time, and a service has machines of its own. */
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

await serveOrders(async (settings: LoadSettings) => {
  const { places } = settings;
  const { client } = connectDataverse({
    url: places.dataverseUrl,
    tokens: tokensFor(places),
    lane: 'batch',
    // A call may have to wait for a whole window.
    totalTimeoutMs: 600_000,
    budget: await budgetFor(settings),
  });
  return {
    ready: true,
    work: async ({ countFrom, endAt }: LoadOrder): Promise<LoadResult> => {
      const result: LoadResult = { answered: 0, failures: {}, cpuMs: 0 };
      const startedWith = process.cpuUsage();
      const ask = async () => {
        while (Date.now() < endAt) {
          const signal = AbortSignal.timeout(Math.max(Math.ceil(endAt - Date.now()), 1));
          await client.whoAmI({ signal }).then(
            () => {
              const now = Date.now();
              if (now >= countFrom && now < endAt) result.answered += 1;
            },
            (error: unknown) => {
              if (Date.now() >= endAt) return;
              const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
              result.failures[code] = (result.failures[code] ?? 0) + 1;
            },
          );
        }
      };
      await Promise.all(Array.from({ length: askersPerProcess }, ask));
      const { user, system } = process.cpuUsage(startedWith);
      result.cpuMs = (user + system) / 1_000;
      return result;
    },
  };
});
