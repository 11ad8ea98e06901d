import type { Logger } from '#lib/telemetry';
import type { BatchSync } from '../batch-sync.js';
import { Looking } from '../looking.js';

const LOOK_EVERY_MS = 60_000;

/**
 * Warns of files in the folders of the drop that no run takes, once of each while it lies there. What it sees for the first time may be on its
 * way to another name, so it tells of what was there the last time as well.
 */
export class PassedOverWatch {
  /** How often each was seen, by its place. */
  private seen = new Map<string, number>();

  private readonly looking = new Looking(
    LOOK_EVERY_MS,
    () => this.look(),
    (err) => this.logger.error({ err }, 'the folders of the drop could not be looked through'),
  );

  constructor(
    private readonly sync: Pick<BatchSync, 'integrations' | 'passedOver'>,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.looking.start();
  }

  close(): Promise<void> {
    return this.looking.close();
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
}
