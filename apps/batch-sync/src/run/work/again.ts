import { backoff } from '#lib/resilience';
import type { Leaving } from '../ledger/chunk-ledger.js';
import type { TakenChunk } from '../ledger/chunk.js';
import { codeOf } from './failure-of.js';
import type { WorkSettings } from './work-settings.js';

type Waits = Pick<WorkSettings, 'againAfterMs' | 'againAtMostMs'>;

/** To be taken again after a while, which grows with each attempt. */
export function again(
  { attempts }: Pick<TakenChunk, 'attempts'>,
  error: unknown,
  { againAfterMs: baseMs, againAtMostMs: capMs }: Waits,
): Leaving {
  const wait = backoff({ attempt: attempts, baseMs, capMs, random: Math.random });
  return { kind: 'again', afterMs: Math.round(wait), code: codeOf(error) };
}
