import type { Clock } from '../../../control/src/index.js';
import type { Denial, Terms } from './account.js';
import { Accounts, type UserReport } from './accounts.js';
import type { Admission, Admitted, Arrival, Departure, Refused } from './admission.js';
import { compressed, documentedLimits, type ServiceLimits } from './limits.js';
import { refusalOf } from './refusal.js';
import { defaultRules, type ThrottleRules } from './rules.js';
import type { Usage } from './usage.js';
import { WebServers, type WebServerOptions } from './web-servers.js';

/** Not documented: our choice, both. */
const PUT_OFF_MS = 100;
const INSTANT_MS = 1_000;

const UNNAMED_LANE = 'none';

export interface ThrottleOptions extends Partial<WebServerOptions> {
  limits?: ServiceLimits;
  /** Default: true. Otherwise everything is counted and nothing refused. */
  enforced?: boolean;
  /** Whether all servers count together. Default: each for itself, as documented; one report has it otherwise. */
  shared?: boolean;
  /** How many times as fast as in reality windows pass: whatever lasts is divided by it. Default: 1. */
  compression?: number;
}

const DEFAULTS: Required<ThrottleOptions> = {
  limits: documentedLimits,
  enforced: true,
  servers: 1,
  shared: false,
  routing: 'inTurn',
  seed: 1,
  compression: 1,
};

/**
 * The service protection limits: three facets for each user, at each web server or at all of them together. A request is refused
 * when as many have arrived in the window before it as the limit allows, or have taken as much time, or are in flight. A full
 * window shuts its user out from that server; of too many at once each is refused by itself. The engine has no timer and no
 * connection: the time is what its clock says. developer/data-platform/api-limits.
 */
export class ThrottleEngine {
  private readonly clock: Clock;
  private readonly rules: ThrottleRules;
  private readonly accounts: Accounts;
  private options: Required<ThrottleOptions>;
  private terms: Terms;
  private servers: WebServers;
  private latest = -Infinity;

  constructor({
    clock,
    rules,
    ...options
  }: ThrottleOptions & { clock: Clock; rules?: Partial<ThrottleRules> }) {
    this.clock = clock;
    this.rules = { ...defaultRules, ...rules };
    this.options = { ...DEFAULTS, ...options };
    this.terms = termsOf(this.options, this.rules);
    this.servers = new WebServers(this.options);
    this.accounts = new Accounts(this.windowMs);
  }

  /** The limits in force, compressed as they are. */
  get limits(): ServiceLimits {
    return this.terms.limits;
  }

  /** Sets other limits; what has been counted stays, and whoever was shut out is let in. */
  change(options: ThrottleOptions): void {
    this.options = { ...DEFAULTS, ...options };
    this.terms = termsOf(this.options, this.rules);
    this.servers = new WebServers(this.options);
    this.accounts.change(this.windowMs);
  }

  /** Forgets whatever was counted, also of what is still in flight. */
  reset(): void {
    this.accounts.clear();
    this.latest = -Infinity;
  }

  /** The web server for a request that has none of its own. */
  nextServer(): number {
    return this.servers.next();
  }

  arrive(arrival: Arrival): Admission {
    const { user, lane = UNNAMED_LANE, server = this.nextServer() } = arrival;
    const now = this.now();
    const account = this.accounts.of(user, this.countedAt(server));
    const usages = [account.usage, account.lane(lane)];
    const denial = this.options.enforced ? account.denialOf(now, this.terms) : undefined;
    return denial ? this.refuse(usages, now, server, denial) : this.admit(usages, now, server, arrival);
  }

  /** What the user has left at that server; what everybody has, when nobody is named. */
  remaining(user: string | undefined, server: number): { requests: number; executionMs: number } {
    const { requests, executionMs } = this.limits;
    const usage = user === undefined ? undefined : this.accounts.find(user, this.countedAt(server))?.usage;
    if (!usage) return { requests, executionMs };
    const now = this.now();
    return {
      requests: Math.max(0, requests - usage.window('requests').sumAt(now)),
      executionMs: Math.max(0, executionMs - usage.window('executionTime').sumAt(now)),
    };
  }

  /** What each user has asked, and of that each of its lanes. */
  report(): Record<string, UserReport> {
    return this.accounts.report(this.limits);
  }

  private get windowMs(): number {
    return this.limits.windowSeconds * 1000;
  }

  /** A clock that is set back would stir up the windows. */
  private now(): number {
    this.latest = Math.max(this.latest, this.clock.now());
    return this.latest;
  }

  private countedAt(server: number): number {
    return this.options.shared ? 0 : server;
  }

  private refuse(usages: readonly Usage[], now: number, server: number, denial: Denial): Refused {
    const { facet, retryAfterMs } = denial;
    for (const usage of usages) usage.refuse(now, facet, this.rules.refusedRequests === 'counted');
    const retryAfterSeconds = Math.max(1, Math.ceil(retryAfterMs / 1000));
    return { admitted: false, server, facet, ...refusalOf(facet, this.limits), retryAfterSeconds };
  }

  private admit(usages: readonly Usage[], now: number, server: number, arrival: Arrival): Admitted {
    const expectedMs = this.rules.executionCharged === 'atArrival' ? (arrival.expectedMs ?? 0) : undefined;
    const leaving = usages.map((usage) => usage.enter(now, expectedMs));
    const leave = ({ executionMs, operations = arrival.operations ?? 1 }: Departure) => {
      const left = { now: this.now(), executionMs, operations };
      for (const leaves of leaving) leaves(left);
    };
    return { admitted: true, server, leave };
  }
}

const termsOf = ({ limits, compression }: Required<ThrottleOptions>, rules: ThrottleRules): Terms => ({
  limits: compressed(limits, compression),
  rules,
  putOffMs: PUT_OFF_MS / compression,
  instantMs: INSTANT_MS / compression,
});
