import { setTimeout as sleep } from 'node:timers/promises';
import type { DefinitionReader } from '../environment/definition-reader.js';
import type { FoundKey } from '../environment/environment.js';
import { readKeys } from '../environment/read-table.js';
import type { Step } from '../plan/difference.js';

/** How long to wait for the indexes, and what to tell meanwhile. */
export interface Patience {
  /** In milliseconds. The indexes go on being built when nobody waits. */
  patienceMs: number;
  pauseMs?: number | undefined;
  tell: (active: number, total: number) => void;
  signal?: AbortSignal | undefined;
}

/** Waits until no index of the keys in this plan is being built any more: each is Active then, or Failed. */
export async function waitForKeys(
  reader: DefinitionReader,
  steps: readonly Step[],
  { patienceMs, pauseMs = 1_000, tell, signal }: Patience,
): Promise<void> {
  const waited = keysIn(steps);
  if (waited.length === 0) return;
  const giveUpAt = performance.now() + patienceMs;
  for (;;) {
    const keys = await statesOf(reader, waited);
    tell(keys.filter(({ status }) => status === 'Active').length, waited.length);
    if (!keys.some(({ status }) => status === 'Pending' || status === 'InProgress')) return;
    if (performance.now() + pauseMs > giveUpAt) return;
    await sleep(pauseMs, undefined, { signal });
  }
}

interface AwaitedKey {
  table: string;
  key: string;
}

const keysIn = (steps: readonly Step[]): AwaitedKey[] =>
  steps.flatMap((step) => {
    if (step.do === 'create-key') return [{ table: step.table, key: step.key.name }];
    return step.do === 'reactivate-key' || step.do === 'await-key'
      ? [{ table: step.table, key: step.key }]
      : [];
  });

async function statesOf(reader: DefinitionReader, waited: readonly AwaitedKey[]): Promise<FoundKey[]> {
  const states: FoundKey[] = [];
  for (const table of new Set(waited.map((each) => each.table))) {
    const keys = await readKeys(reader, table);
    states.push(
      ...keys.filter(({ name }) => waited.some((each) => each.table === table && each.key === name)),
    );
  }
  return states;
}
