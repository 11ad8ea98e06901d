import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '#lib/telemetry';
import type { BatchSync } from '../batch-sync.js';

const LOOK_EVERY_MS = 60_000;

/**
 * Warns of files in the folders of the drop that no run takes, once of each while it lies there. What it sees for the first time may be on its
 * way to another name, so it tells of what was there the last time as well.
 */
export class PassedOverWatch {
  private readonly end = new AbortController();
  private looking: Promise<void> = Promise.resolve();
  /** How often each was seen, by its place. */
  private seen = new Map<string, number>();

  constructor(
    private readonly sync: Pick<BatchSync, 'integrations' | 'passedOver'>,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.looking = this.keepLooking();
  }

  async close(): Promise<void> {
    this.end.abort();
    await this.looking;
  }

  /** Looks once. */
  async look(): Promise<void> {
    const seen = new Map<string, number>();
    for (const { name: integration } of this.sync.integrations)
      for (const { name, says } of await this.sync.passedOver(integration)) {
        const place = `${integration}/incoming/${name}`;
        const times = (this.seen.get(place) ?? 0) + 1;
        seen.set(place, times);
        if (times === 2) this.logger.warn({ integration, file: name, says }, 'no run takes a file');
      }
    this.seen = seen;
  }

  private async keepLooking(): Promise<void> {
    const { signal } = this.end;
    while (!signal.aborted) {
      await this.look().catch((err: unknown) =>
        this.logger.error({ err }, 'the folders of the drop could not be looked through'),
      );
      await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}
