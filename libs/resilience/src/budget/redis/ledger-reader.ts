import type { Redis } from 'ioredis';
import type { LedgerReport } from '../ledger/ledger-report.js';
import { anyLedger, ownerOf } from './ledger-keys.js';
import { connectRedis } from './redis-connection.js';
import { readReport } from './report-reply.js';
import { reportScript } from './script/ledger-script.js';

/** A budget that lies in Redis. */
export interface KeptBudget {
  /** The host of the environment. */
  environment: string;
  /** The client id of the application user. */
  applicationUser: string;
  report: LedgerReport;
}

type ReadingConnection = Redis & { reportOfLedger(key: string): Promise<string> };

/** Reads the budgets that processes keep in a Redis, without being one of them: nothing is changed. */
export class LedgerReader {
  private constructor(private readonly redis: ReadingConnection) {}

  /** @throws BudgetStoreUnavailableError when Redis cannot be reached, or does not let us in */
  static async connect(redisUrl: string, answerWithinMs = 1_000): Promise<LedgerReader> {
    const redis = await connectRedis(redisUrl, answerWithinMs);
    redis.defineCommand('reportOfLedger', { numberOfKeys: 1, lua: reportScript });
    return new LedgerReader(redis as ReadingConnection);
  }

  /** All of them, by environment and user; rejects when Redis does not answer in time. */
  async budgets(): Promise<KeptBudget[]> {
    const keys = await this.keys();
    const budgets = await Promise.all(
      keys.map(async (key) => {
        const report = readReport(await this.redis.reportOfLedger(key));
        return report && { ...ownerOf(key), report };
      }),
    );
    return budgets.filter((budget) => budget !== undefined);
  }

  close(): void {
    this.redis.disconnect();
  }

  private async keys(): Promise<string[]> {
    const found = new Set<string>();
    // A key may be met twice.
    for await (const keys of this.redis.scanStream({ match: anyLedger, count: 1_000 }))
      for (const key of keys as string[]) found.add(key);
    return [...found].sort();
  }
}
