import { type Clock, ExecutionEstimates, memoryBudget, type ServiceProtectionBudget } from '#lib/resilience';
import {
  LedgerBudget,
  type LedgerOptions,
  type LedgerSettings,
  ledgerSettings,
  type LedgerStore,
  MemoryLedger,
} from '#lib/resilience/testing';
import { seededRandom } from '../../stand-ins/control/src/index.js';
import type { Cost } from './cost.js';
import { LedgerLink } from './ledger-link.js';
import { ProcessClock } from './process-clock.js';
import { SimulatedLedger } from './simulated-ledger.js';
import { SimulatedProcess } from './simulated-process.js';
import type { Seat } from './seat.js';
import { ServiceLink } from './service-link.js';
import { type ServiceOptions, SimulatedService } from './simulated-service.js';
import { VirtualTime } from './virtual-time.js';

/** How a simulated world is. Times in milliseconds; what is random is drawn by the seed. */
export interface WorldOptions {
  seed: number;
  /** How the client is set; the service holds it to the same limits. */
  budget: LedgerOptions;
  costOf: (random: () => number, time: VirtualTime) => Cost;
  /** What a call of which nothing is known is expected to take. Default: as the client has it. */
  firstEstimateMs?: number;
  /** To the service and back. Default 0. */
  rttMs?: number;
  /** Timers and answers come late by up to so much. Default 0. */
  latestMs?: number;
  /** What the transport reads off for a duration. Default: the truth. */
  measureMs?: (durationMs: number) => number;
  /** One way between a process and the ledger: at least so much, and at most. Default 0.2 to 0.5. */
  ledgerDelayMs?: readonly [number, number];
  /** When a process no longer waits for the ledger. Default 1 second. */
  ledgerTimeoutMs?: number;
  /** Whether the service refuses what is too much, or does it and counts. Default: it counts. */
  refuses?: boolean;
  /** What no page says of the limits. Default: as the stand-in has it. */
  rules?: ServiceOptions['rules'];
  /** A budget in the place of ours. */
  budgetOf?: BudgetMaker;
}

/** Makes the budget of one process. */
export type BudgetMaker = (
  store: LedgerStore,
  settings: LedgerSettings,
  clock: Clock,
) => ServiceProtectionBudget;

const ours: BudgetMaker = (store, settings, clock) => new LedgerBudget(store, settings, clock);

/** A process, and its way to the ledger where that is elsewhere. */
export interface Inhabitant {
  process: SimulatedProcess;
  link?: LedgerLink;
}

/** A service, the processes that work with it, and what lies between them, all of it in virtual time. */
export class World {
  readonly random: () => number;
  readonly settings: LedgerSettings;
  readonly service: SimulatedService;
  private readonly ledgers = new Map<string, SimulatedLedger>();
  private started = 0;

  constructor(
    private readonly options: WorldOptions,
    readonly time = new VirtualTime(),
  ) {
    this.random = seededRandom(options.seed);
    this.settings = ledgerSettings(options.budget);
    const { limits, windowMs } = this.settings;
    const cost = options.costOf(seededRandom(options.seed + 1), this.time);
    this.service = new SimulatedService(this.time, {
      limits,
      windowMs,
      cost,
      refuses: options.refuses ?? false,
      rules: options.rules,
    });
  }

  /** The ledger that the processes of this application user share. */
  ledgerOf(user: string): SimulatedLedger {
    const ledger = this.ledgers.get(user) ?? new SimulatedLedger(this.time, this.settings);
    this.ledgers.set(user, ledger);
    return ledger;
  }

  /** Another process. @param aheadMs of its clock */
  start(user = 'causeway', aheadMs = 0): Inhabitant {
    const { firstEstimateMs: firstMs } = this.options;
    const { random } = this;
    const { link, ...seat } = this.seat(user, aheadMs);
    const { windowMs } = this.settings;
    const estimates = new ExecutionEstimates({ clock: seat.clock, firstMs, windowMs });
    const process = new SimulatedProcess(this.time, { ...seat, estimates, random });
    return { process, ...(link && { link }) };
  }

  /** Room for another process, whatever works in it. */
  seat(user = 'causeway', aheadMs = 0): Seat {
    const { rttMs = 0, measureMs = (durationMs) => durationMs } = this.options;
    const latenessMs = this.latenessOf(this.options.latestMs ?? 0);
    const clock = new ProcessClock(this.time, { aheadMs, latenessMs });
    const number = (this.started += 1);
    const link = this.settings.processes > 1 ? this.linkOf(clock) : undefined;
    const budget = this.budgetOf(user, clock, link);
    const service = new ServiceLink(this.time, this.service, { clock, rttMs, latenessMs, measureMs });
    return { number, user, clock, budget, service, link };
  }

  /** A process alone keeps its ledger in its memory. */
  private budgetOf(user: string, clock: ProcessClock, link: LedgerLink | undefined): ServiceProtectionBudget {
    const { budget, budgetOf = ours } = this.options;
    if (link) return budgetOf(this.ledgerOf(user).storeFor(link), this.settings, clock);
    if (budgetOf === ours) return memoryBudget(budget, clock);
    return budgetOf(new MemoryLedger(this.settings, clock), this.settings, clock);
  }

  private linkOf(clock: ProcessClock): LedgerLink {
    const { ledgerDelayMs: [least, most] = [0.2, 0.5], ledgerTimeoutMs = 1_000 } = this.options;
    const delayMs = () => least + this.random() * (most - least);
    return new LedgerLink(this.time, clock, { delayMs, timeoutMs: ledgerTimeoutMs });
  }

  private latenessOf(latestMs: number): () => number {
    return latestMs > 0 ? () => this.random() * latestMs : () => 0;
  }
}
