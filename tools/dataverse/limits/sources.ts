import { LedgerReader } from '#lib/resilience';
import type { LimitsView } from './limits-view.js';
import { viewsOfServices } from './service-source.js';
import { viewOfReport } from './view-of-report.js';

/** Where the budgets are read, again and again. */
export interface LimitsSource {
  read(): Promise<LimitsView[]>;
  close(): void;
}

/** The services' metrics; without names, those that are there. */
export const servicesSource = (
  services: { urls: readonly string[]; areNamed: boolean },
  signal: AbortSignal,
): LimitsSource => ({ read: () => viewsOfServices(services, signal), close: () => undefined });

/** The Redis that the services share. */
export async function redisSource(
  redisUrl: string,
  operationsPerDay: number | undefined,
): Promise<LimitsSource> {
  const reader = await LedgerReader.connect(redisUrl);
  return {
    read: async () => {
      const budgets = await reader.budgets();
      if (budgets.length === 0) throw new Error('No service keeps a budget in this Redis yet.');
      return budgets.map((budget) => viewOfReport(budget, operationsPerDay));
    },
    close: () => reader.close(),
  };
}
