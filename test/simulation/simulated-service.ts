import type { Refused } from '../../stand-ins/dataverse/src/throttle/admission.js';
import type { ThrottleRules } from '../../stand-ins/dataverse/src/throttle/rules.js';
import { ThrottleEngine } from '../../stand-ins/dataverse/src/throttle/throttle-engine.js';
import type { ServedCall } from './call-log.js';
import type { Cost } from './cost.js';
import type { JudgedLimits } from './judge.js';
import type { VirtualTime } from './virtual-time.js';

export interface ServiceOptions {
  limits: JudgedLimits;
  windowMs: number;
  cost: Cost;
  /** Otherwise it does the work of a request too many, too, and only counts that it would have refused it. */
  refuses: boolean;
  /** What no page says of the limits. Default: as the stand-in has it. */
  rules?: Partial<ThrottleRules> | undefined;
}

/** A request on its way. */
export type Sent = Omit<ServedCall, 'arrivedAt' | 'completedAt' | 'executionMs' | 'wasRefused'>;

export interface ServiceAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Dataverse in virtual time: the stand-in's engine decides, requests last as long as they cost, and everything goes into a log. */
export class SimulatedService {
  readonly log: ServedCall[] = [];
  private readonly engine: ThrottleEngine;

  constructor(
    private readonly time: VirtualTime,
    private readonly options: ServiceOptions,
  ) {
    const { limits, windowMs, rules = {} } = options;
    this.engine = new ThrottleEngine({
      clock: time,
      rules,
      limits: { ...limits, windowSeconds: windowMs / 1_000 },
    });
  }

  /** Hands the answer over at the moment at which it leaves. */
  receive(sent: Sent, answer: (answer: ServiceAnswer) => void): void {
    const admission = this.engine.arrive(sent);
    const arrivedAt = this.time.now();
    if (!admission.admitted && this.options.refuses) {
      this.log.push({ ...sent, arrivedAt, completedAt: arrivedAt, executionMs: 0, wasRefused: true });
      return answer(tooMany(admission));
    }
    const executionMs = this.options.cost(sent.rows);
    const completedAt = arrivedAt + executionMs;
    this.log.push({ ...sent, arrivedAt, completedAt, executionMs, wasRefused: !admission.admitted });
    this.time.quietlyAfter(executionMs, () => {
      if (admission.admitted) admission.leave({ executionMs });
      answer({ status: 200, headers: {}, body: '' });
    });
  }
}

const tooMany = ({ code, message, retryAfterSeconds }: Refused): ServiceAnswer => ({
  status: 429,
  headers: { 'retry-after': String(retryAfterSeconds) },
  body: JSON.stringify({ error: { code, message } }),
});
