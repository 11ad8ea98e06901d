import type { LedgerSettings } from '../ledger/ledger-settings.js';

/** What the rules in Lua know the settings by, in the order in which they are told; the last one may be absent. */
export const settingNames = [
  'requests',
  'executionMs',
  'concurrency',
  'margin',
  'windowMs',
  'slotMs',
  'leaseMs',
  'graceMs',
  'processes',
  'interactiveReserve',
  'eventReserve',
  'batchReserve',
  'environmentConcurrency',
] as const;

/** The settings as they go with each message: their names would be most of it. */
export function settingsText(settings: LedgerSettings): string {
  const { limits, margin, windowMs, slotMs, leaseMs, graceMs, processes, reserves } = settings;
  const { environmentConcurrency } = settings;
  const numbers = [
    limits.requests,
    limits.executionMs,
    limits.concurrency,
    margin,
    windowMs,
    slotMs,
    leaseMs,
    graceMs,
    processes,
    reserves.interactive,
    reserves.event,
    reserves.batch,
  ];
  return JSON.stringify(
    environmentConcurrency === undefined ? numbers : [...numbers, environmentConcurrency],
  );
}

/** The settings that were told so. */
export function settingsOf(numbers: readonly number[]): LedgerSettings {
  const told = (name: (typeof settingNames)[number]) => numbers[settingNames.indexOf(name)] ?? 0;
  return {
    limits: {
      requests: told('requests'),
      executionMs: told('executionMs'),
      concurrency: told('concurrency'),
    },
    margin: told('margin'),
    windowMs: told('windowMs'),
    slotMs: told('slotMs'),
    leaseMs: told('leaseMs'),
    reserves: {
      interactive: told('interactiveReserve'),
      event: told('eventReserve'),
      batch: told('batchReserve'),
    },
    environmentConcurrency: numbers[settingNames.indexOf('environmentConcurrency')],
    processes: told('processes'),
    graceMs: told('graceMs'),
  };
}
