import {
  type BudgetSnapshot,
  type Lane,
  type LedgerReport,
  minutesToThrottling,
  type ServiceProtectionBudget,
  type Spend,
  type Standing,
  systemClock,
} from '#lib/resilience';
import { budgetMetric } from './budget-metric.js';
import type { Entitlement } from './entitlement-watch.js';
import type { RateLimitHints } from './rate-limit-hints.js';

/** Where the figures come from. */
export interface FigureSource {
  budget: ServiceProtectionBudget;
  hints(): RateLimitHints | undefined;
  entitlement: Entitlement | undefined;
}

/** A gauge that is read when it is scraped. */
export interface Figure {
  name: string;
  help: string;
  /** Of a figure that is told for several things; what is undefined is left out. */
  label?: 'facet' | 'lane' | 'hint';
  of(source: FigureSource): Values | Promise<Values>;
}

type Values = number | Partial<Record<string, number | undefined>>;

const ofSnapshot =
  (of: (snapshot: BudgetSnapshot) => Values): Figure['of'] =>
  ({ budget }) =>
    of(budget.snapshot());

const ofReport =
  (of: (report: LedgerReport) => Values): Figure['of'] =>
  async ({ budget }) => {
    const report = await budget.report();
    return report ? of(report) : {};
  };

const standingValue: Record<Standing, number> = { shares: 0, 'keeps-to-its-own': 1, 'cut-off': 2 };

/** Shares of the two limits that are counted over a window. */
const shares = ({ requests, executionMs }: Spend, { limits }: BudgetSnapshot) => ({
  requests: requests / limits.requests,
  executionTime: executionMs / limits.executionMs,
});

const ofEachLane = <Value>(by: Record<Lane, Value>, figureOf: (value: Value) => number): Values =>
  Object.fromEntries(Object.entries(by).map(([lane, value]) => [lane, figureOf(value as Value)]));

/** What is told of the budget at any time. */
export const budgetFigures: readonly Figure[] = [
  {
    name: budgetMetric.limit,
    help: 'A service protection limit: requests and execution seconds a window, requests at a time',
    label: 'facet',
    of: ofSnapshot(({ limits: { requests, executionMs, concurrency } }) => ({
      requests,
      executionTime: executionMs / 1_000,
      concurrency,
    })),
  },
  {
    name: budgetMetric.used,
    help: 'Share of a service protection limit that is spent or set aside, by all processes',
    label: 'facet',
    of: ofSnapshot((snapshot) => ({
      ...shares(snapshot.used, snapshot),
      concurrency: snapshot.inFlight / snapshot.limits.concurrency,
    })),
  },
  {
    name: budgetMetric.own,
    help: 'Share of a service protection limit that this process has spent or set aside',
    label: 'facet',
    of: ofSnapshot((snapshot) => shares(snapshot.own, snapshot)),
  },
  {
    name: budgetMetric.heldBack,
    help: 'Share of a service protection limit that is kept for processes which are not heard of',
    label: 'facet',
    of: ofSnapshot((snapshot) => shares(snapshot.heldBack, snapshot)),
  },
  {
    name: budgetMetric.inFlight,
    help: 'Requests in flight, of all processes',
    of: ofSnapshot(({ inFlight }) => inFlight),
  },
  {
    name: budgetMetric.waiting,
    help: 'Requests of this process that wait for the budget',
    label: 'lane',
    of: ofSnapshot(({ waiting }) => waiting),
  },
  {
    name: budgetMetric.requestRate,
    help: 'Requests a second that were lately admitted, of all processes',
    label: 'lane',
    of: ofSnapshot(({ rates }) => ofEachLane(rates, ({ requests }) => requests)),
  },
  {
    name: budgetMetric.executionRate,
    help: 'Execution time a second that was lately admitted, of all processes',
    label: 'lane',
    of: ofSnapshot(({ rates }) => ofEachLane(rates, ({ executionMs }) => executionMs / 1_000)),
  },
  {
    name: budgetMetric.reserve,
    help: 'Share of each limit that the lanes below leave to this lane',
    label: 'lane',
    of: ofReport(({ settings }) => settings.reserves),
  },
  {
    name: budgetMetric.secondsToThrottling,
    help: 'When there will be no room left at the present rates; absent when that is never',
    label: 'facet',
    of: ofReport((report) => {
      const { requests, executionTime, concurrency } = minutesToThrottling(report);
      const seconds = (minutes: number | undefined) => minutes && minutes * 60;
      return {
        requests: seconds(requests),
        executionTime: seconds(executionTime),
        concurrency: seconds(concurrency),
      };
    }),
  },
  {
    name: budgetMetric.standing,
    help: '0 shares with the others, 1 keeps to what is certainly its own, 2 cut off from the others',
    of: ofSnapshot(({ standing }) => standingValue[standing]),
  },
  {
    name: budgetMetric.callScale,
    help: 'By how much batches should be smaller: 1, and less after a 429 for execution time',
    of: ofSnapshot(({ callScale }) => callScale),
  },
  {
    name: budgetMetric.blocked,
    help: 'How long a 429 will still hold every request back',
    of: ofSnapshot(({ blockedUntil }) => {
      const now = systemClock.now();
      return ((blockedUntil ?? now) - now) / 1_000;
    }),
  },
  {
    name: budgetMetric.operations,
    help: 'Operations of the last 24 hours, as the entitlement counts them, of all processes',
    of: ofSnapshot(({ operations }) => operations),
  },
  {
    name: budgetMetric.hint,
    help: 'What Dataverse said last of its limits: of one of its servers, so the figures jump',
    label: 'hint',
    of: ({ hints }) => ({ ...hints() }),
  },
];

/** What is told in addition where an entitlement is set. */
export const entitlementFigures = ({ operationsPerDay }: Entitlement): readonly Figure[] => [
  {
    name: budgetMetric.entitlement,
    help: 'Operations that are allowed in 24 hours',
    of: () => operationsPerDay,
  },
  {
    name: budgetMetric.entitlementUsed,
    help: 'Share of the allowed operations that the last 24 hours took',
    of: ofSnapshot(({ operations }) => operations / operationsPerDay),
  },
];
