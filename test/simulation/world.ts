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
import { SimulatedService } from './simulated-service.js';
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
    const { rttMs = 0, measureMs = (durationMs) => durationMs, firstEstimateMs: firstMs } = this.options;
    const latenessMs = this.latenessOf(this.options.latestMs ?? 0);
    const clock = new ProcessClock(this.time, { aheadMs, latenessMs });
    const number = (this.started += 1);
    const link = this.settings.processes > 1 ? this.linkOf(clock) : undefined;
    const budget = this.budgetOf(user, clock, link);
    const { random } = this;
    const estimates = new ExecutionEstimates({ clock, firstMs, windowMs: this.settings.windowMs });
    const means = { number, user, budget, clock, rttMs, latenessMs, measureMs, estimates, random };
    return { process: new SimulatedProcess(this.time, this.service, means), ...(link && { link }) };
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
