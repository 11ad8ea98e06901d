import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../../control/src/index.js';
import { limitExceeded } from '../errors.js';
import type { UserReport } from '../throttle/accounts.js';
import type { Admitted } from '../throttle/admission.js';
import { costModel, type CostModel } from '../throttle/cost-model.js';
import type { ServiceLimits } from '../throttle/limits.js';
import type { ThrottleRules } from '../throttle/rules.js';
import {
  engineOptions,
  throttleSettings,
  type ThrottleSettings,
  type ThrottleWishes,
} from '../throttle/settings.js';
import { ThrottleEngine } from '../throttle/throttle-engine.js';
import { operationsIn, type Work } from '../throttle/work.js';
import { serverAsked } from './affinity.js';

export interface Visitor {
  user: string;
  lane: string | undefined;
  server: number;
  /** What it has asked for so far. */
  work: readonly Work[];
}

/** The service protection limits as requests meet them that come over a connection, in real time. */
export class Protection {
  private readonly engine: ThrottleEngine;
  private current: ThrottleSettings;
  private costOf: CostModel | undefined;

  constructor(
    wishes: ThrottleWishes,
    rules: ThrottleRules,
    clock: Clock,
    /** Instead of the model that the settings describe. */
    private readonly ownModel?: CostModel,
  ) {
    this.current = throttleSettings(wishes);
    this.engine = new ThrottleEngine({ ...engineOptions(this.current), rules, clock });
    this.costOf = this.modelOf(this.current);
  }

  get settings(): ThrottleSettings {
    return this.current;
  }

  /** The limits in force, compressed as they are. */
  get limits(): ServiceLimits {
    return this.engine.limits;
  }

  /** What has been counted stays; whoever was shut out is let in. */
  change(wishes: ThrottleWishes): void {
    this.current = throttleSettings(wishes);
    this.engine.change(engineOptions(this.current));
    this.costOf = this.modelOf(this.current);
  }

  reset(): void {
    this.engine.reset();
  }

  report(): Record<string, UserReport> {
    return this.engine.report();
  }

  /** The web server that a request comes to: the one of its cookie, or any. */
  serverFor(cookies: string | undefined): number {
    return serverAsked(cookies, this.current.servers) ?? this.engine.nextServer();
  }

  remaining(user: string | undefined, server: number): { requests: number; executionMs: number } {
    return this.engine.remaining(user, server);
  }

  /** @throws DataverseError 429 */
  admit(visitor: Visitor): Visit {
    const admission = this.engine.arrive(visitor);
    if (!admission.admitted) throw limitExceeded(admission);
    const costOf = () => (this.costOf?.(...visitor.work) ?? 0) / this.current.compression;
    return new Visit(admission, visitor.work, costOf);
  }

  private modelOf({ costs }: ThrottleSettings): CostModel | undefined {
    if (this.ownModel) return this.ownModel;
    return costs === 'off' ? undefined : costModel(costs);
  }
}

/** A request between its arrival and its answer. It is charged what it took by the stopwatch, for timers are not exact. */
export class Visit {
  private readonly began = performance.now();

  constructor(
    private readonly admission: Admitted,
    private readonly work: readonly Work[],
    private readonly costMs: () => number,
  ) {}

  /** Takes as long as such work takes in the service, or no longer than it took here. */
  async takeTime(): Promise<void> {
    const restMs = this.costMs() - this.elapsedMs();
    if (restMs > 0) await sleep(restMs);
  }

  leave(): void {
    this.admission.leave({ executionMs: this.elapsedMs(), operations: operationsIn(this.work) });
  }

  private elapsedMs(): number {
    return performance.now() - this.began;
  }
}
