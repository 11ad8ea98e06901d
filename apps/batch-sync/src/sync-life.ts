import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { OpenBatchSync } from './open-batch-sync.js';

/** Somebody who works by itself. */
interface Working {
  start(): void;
  /** Ends when what is under way has ended. */
  close(): Promise<void>;
}

/** Starts what works by itself with the service, and ends it before what it works with. */
@Injectable()
export class SyncLife implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly opened: OpenBatchSync,
    private readonly working: readonly Working[],
  ) {}

  onApplicationBootstrap(): void {
    for (const one of this.working) one.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.working.map((one) => one.close()));
    await this.opened.close();
  }
}
