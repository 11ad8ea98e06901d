import type { HttpResponse } from '#lib/http';
import type { ProcessClock } from './process-clock.js';
import type { Sent, SimulatedService } from './simulated-service.js';
import type { VirtualTime } from './virtual-time.js';

export interface ServiceLinkOptions {
  clock: ProcessClock;
  /** To the service and back. */
  rttMs: number;
  /** By how much the process hears of an answer too late: it was busy. */
  latenessMs: () => number;
  /** What its transport reads off for a duration. */
  measureMs: (durationMs: number) => number;
}

/** The network between one process and the service: it takes its time, and loses nothing. */
export class ServiceLink {
  constructor(
    private readonly time: VirtualTime,
    private readonly service: SimulatedService,
    private readonly options: ServiceLinkOptions,
  ) {}

  /** There and back. A process that was killed meanwhile hears nothing. */
  carry(sent: Sent): Promise<HttpResponse> {
    const { clock, rttMs, latenessMs, measureMs } = this.options;
    const sentAt = this.time.now();
    return new Promise((resolve) => {
      const hear = clock.whileAlive<[Omit<HttpResponse, 'durationMs'>]>((answer) =>
        resolve({ ...answer, durationMs: measureMs(this.time.now() - sentAt) }),
      );
      this.time.quietlyAfter(rttMs / 2, () =>
        this.service.receive(sent, (answer) => this.time.after(rttMs / 2 + latenessMs(), () => hear(answer))),
      );
    });
  }
}
