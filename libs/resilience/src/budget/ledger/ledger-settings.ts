import { type BudgetLimits, defaultBudgetLimits, eachLane, type Lane } from '../limits.js';

/** What all processes of one application user agree on. */
export interface LedgerSettings {
  limits: BudgetLimits;
  /** The share of each limit that is spent; the rest is for what the server counts and we cannot see. */
  margin: number;
  windowMs: number;
  slotMs: number;
  /** The longest that a call takes: a permit that is older has lost its owner, and Dataverse is no longer at it. */
  leaseMs: number;
  /** The share of each limit that the lanes below leave to a lane. */
  reserves: Record<Lane, number>;
  /** Of all application users of the environment together. */
  environmentConcurrency: number | undefined;
  /** How many processes there are. */
  processes: number;
  /** After this long without a word a process is taken for one that works on its own. */
  graceMs: number;
}

/** The settings, as far as they differ from the defaults. Times in milliseconds. */
export interface LedgerOptions {
  limits?: Partial<BudgetLimits> | undefined;
  /** Default 0.99. */
  margin?: number | undefined;
  /** Default 300 seconds. */
  windowMs?: number | undefined;
  /** Default: a 1,200th of the window. */
  slotMs?: number | undefined;
  /** Default 30 seconds; to be above the timeout of an attempt. */
  leaseMs?: number | undefined;
  /** Default none: an application user of one's own has one lane. */
  reserves?: Partial<Record<Lane, number>> | undefined;
  /** Default: no limit beside that of each user. */
  environmentConcurrency?: number | undefined;
  /** Default 1. */
  processes?: number | undefined;
  /** Default 3 seconds. */
  graceMs?: number | undefined;
}

/** More would have to be read at a time than Redis can give a script. */
const finestSlots = 4_000;

/** @throws RangeError when the limits leave room for nothing, or the reserves take all */
export function ledgerSettings(options: LedgerOptions = {}): LedgerSettings {
  const { margin = 0.99, windowMs = 300_000, reserves = {}, processes = 1 } = options;
  const settings = {
    limits: { ...defaultBudgetLimits, ...options.limits },
    margin,
    windowMs,
    slotMs: options.slotMs ?? windowMs / 1_200,
    leaseMs: options.leaseMs ?? 30_000,
    reserves: eachLane((lane) => reserves[lane] ?? 0),
    environmentConcurrency: options.environmentConcurrency,
    processes,
    graceMs: options.graceMs ?? 3_000,
  };
  const { requests, executionMs, concurrency } = settings.limits;
  if (Math.min(requests * margin, executionMs * margin, concurrency * margin, windowMs, processes) < 1)
    throw new RangeError('A service protection budget needs limits that leave room for one request.');
  if (processes > 1 && concurrency - processes < 1)
    throw new RangeError(
      'A service protection budget needs more places than there are processes that share it.',
    );
  if (settings.slotMs < windowMs / finestSlots)
    throw new RangeError(`The slots of a window are at most ${finestSlots}.`);
  const { interactive, event } = settings.reserves;
  if (Math.min(interactive, event) < 0 || interactive + event > 0.5)
    throw new RangeError('The reserves of the lanes are shares, and together at most a half.');
  return settings;
}
