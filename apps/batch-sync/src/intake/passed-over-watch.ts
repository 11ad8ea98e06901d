import type { Logger } from '#lib/telemetry';
import type { BatchSync } from '../batch-sync.js';
import { Looking } from '../looking.js';

const LOOK_EVERY_MS = 60_000;

/**
 * Warns of what was delivered and no run takes, once of each while it is there: files in the folders of the drop, and deliveries for an
 * integration that there is not. What it sees for the first time may be on its way to another name, so it tells of what was there the
 * last time as well.
 */
export class PassedOverWatch {
  /** How often each was seen, by the line that tells of it. */
  private seen = new Map<string, number>();

  private readonly looking = new Looking(
    LOOK_EVERY_MS,
    () => this.look(),
    (err) => this.logger.error({ err }, 'what was delivered could not be looked through'),
  );

  constructor(
    private readonly sync: Pick<BatchSync, 'integrations' | 'passedOver' | 'strays'>,
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
    const notice = (what: string, of: Record<string, unknown>) => {
      const line = JSON.stringify([what, of]);
      const times = (this.seen.get(line) ?? 0) + 1;
      seen.set(line, times);
      if (times === 2) this.logger.warn(of, what);
    };
    for (const { name: integration } of this.sync.integrations)
      for (const { name: file, says } of await this.sync.passedOver(integration))
        notice('no run takes a file', { integration, file, says });
    for (const stray of await this.sync.strays())
      notice('no run takes deliveries for an integration that is not in the catalogue', { ...stray });
    this.seen = seen;
  }
}
