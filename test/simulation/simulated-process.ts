import { serviceProtectionPolicy } from '#lib/dataverse';
import { type ClientPolicy, type HttpRequest, type HttpResponse, pipeline, retryPolicy } from '#lib/http';
import type { ExecutionEstimates, Lane } from '#lib/resilience';
import type { Seat } from './seat.js';
import type { Sent } from './simulated-service.js';
import type { VirtualTime } from './virtual-time.js';

export interface ProcessOptions extends Omit<Seat, 'link'> {
  estimates: ExecutionEstimates;
  random: () => number;
}

/** What is asked of a process. */
export interface Wish {
  lane: Lane;
  rows: number;
  signal?: AbortSignal | undefined;
}

/** A process of ours: the client's own policies over the budget, before a network that takes its time. */
export class SimulatedProcess {
  private readonly policies: ClientPolicy[];
  private asked = 0;

  constructor(
    private readonly time: VirtualTime,
    private readonly options: ProcessOptions,
  ) {
    const { budget, clock, random, estimates } = options;
    this.policies = [
      retryPolicy({ clock, random }),
      serviceProtectionPolicy(budget, { clock, random, estimates }),
    ];
  }

  get isAlive(): boolean {
    return this.options.clock.isAlive;
  }

  /** Ends when it is answered, or was refused for good; never, when the process is killed meanwhile. */
  call(wish: Wish): Promise<HttpResponse> {
    const { number, user, service } = this.options;
    const { lane, rows, signal } = wish;
    const place = (this.asked += 1);
    const askedAt = this.time.now();
    const sent: Sent = { process: number, user, lane, rows, place, askedAt };
    return pipeline(this.policies, () => service.carry(sent))(requestFor(lane, rows, signal));
  }

  /** It says no word more. What it has sent goes on. */
  kill(): void {
    this.options.clock.kill();
  }
}

const requestFor = (lane: Lane, rows: number, signal: AbortSignal | undefined): HttpRequest => ({
  method: 'POST',
  url: 'https://contoso.crm4.dynamics.com/api/data/v9.2/contacts',
  headers: {},
  operation: 'contact.upsert-multiple',
  operations: rows,
  repeatable: true,
  lane,
  signal,
});
