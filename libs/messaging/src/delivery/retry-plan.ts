import { backoff } from '#lib/resilience';

/** What the store keeps of a failure: names and codes, never a message that may quote what somebody wrote. */
export class DeliveryFailure extends Error {
  override readonly name = 'DeliveryFailure';

  constructor(
    readonly error: unknown,
    readonly retryInMs: number,
  ) {
    super(nameOf(error), { cause: error });
  }
}

/**
 * The longest wait that an error may ask for, 15 minutes: three windows of the far side's limits (Dataverse counts
 * over five minutes), after which it has surely forgotten us. What asks for more is mistaken, and would hold a case
 * for as long as it says. https://learn.microsoft.com/power-apps/developer/data-platform/api-limits
 */
const longestAskedMs = 15 * 60_000;

/** When to try again: what the error asks for (`retryAfterMs`), else full jitter; each with its cap, without end. */
export function planRetry(
  error: unknown,
  {
    attempt,
    baseMs,
    capMs,
    random,
  }: { attempt: number; baseMs: number; capMs: number; random: () => number },
): DeliveryFailure {
  const asked = askedWait(error);
  // A wait that is asked for is met exactly or a little later, not earlier; jitter keeps the crowd apart.
  const wait =
    asked === undefined
      ? backoff({ attempt, baseMs, capMs, random })
      : asked + random() * Math.min(baseMs, asked);
  return new DeliveryFailure(error, Math.round(wait));
}

function askedWait(error: unknown): number | undefined {
  const { retryAfterMs } = (error ?? {}) as { retryAfterMs?: unknown };
  return typeof retryAfterMs === 'number' && retryAfterMs >= 0 && Number.isFinite(retryAfterMs)
    ? Math.min(retryAfterMs, longestAskedMs)
    : undefined;
}

/** `DataverseError throttled`: enough to see what is wrong, nothing about whom. */
function nameOf(error: unknown): string {
  const { name, code } = (error ?? {}) as { name?: unknown; code?: unknown };
  const parts = [name, code].filter((part) => typeof part === 'string' || typeof part === 'number');
  return parts.length === 0 ? 'unknown error' : parts.join(' ').slice(0, 200);
}
