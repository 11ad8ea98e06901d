import { setTimeout as sleep } from 'node:timers/promises';

/** Looks at once and then again and again, with a pause in between, until it is closed. What fails is told, and tried again the next time. */
export class Looking {
  private readonly end = new AbortController();
  private looking: Promise<void> = Promise.resolve();

  constructor(
    private readonly everyMs: number,
    private readonly look: () => Promise<void>,
    private readonly onError: (error: unknown) => void,
  ) {}

  start(): void {
    this.looking = this.keepLooking();
  }

  /** Waits for a look that is under way. */
  async close(): Promise<void> {
    this.end.abort();
    await this.looking;
  }

  private async keepLooking(): Promise<void> {
    const { signal } = this.end;
    while (!signal.aborted) {
      await this.look().catch(this.onError);
      await sleep(this.everyMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
