import type { Control } from '../environment.js';
import type { Run } from '../run.js';
import type { Answer, Service } from '../service.js';
import { NotHere } from '../unjudged.js';

/** More than any documented or reported limit on requests. */
const AT_MOST = 9_000;

/**
 * Runs what needs a limit that is soon reached, and puts back the one that was there. Only a stand-in lets anybody set its
 * limits, and nobody runs into those of a real organisation on purpose: others work there.
 */
export async function underSmallLimit<T>(
  { environment }: Run,
  limit: Readonly<Record<string, unknown>>,
  action: (control: Control) => Promise<T>,
): Promise<T> {
  const { control, isLoopback } = environment;
  if (!isLoopback) throw new NotHere('limits are never run into on an address that is not of this machine');
  if (!control) throw new NotHere('no control door answers here, so no small limit can be set');
  const { limits } = await control.get('stats');
  await control.post('reset', { keepRows: true });
  await control.post('limits', limit);
  try {
    return await action(control);
  } finally {
    await control.post('limits', limits === 'off' ? { enabled: false } : limits);
    await control.post('reset', { keepRows: true });
  }
}

/** WhoAmI, without the patience that a 429 is met with elsewhere. */
export const whoAmI = (run: Run, service: Service = run.environment.service): Promise<Answer> =>
  service.sendOnce(run.sentOf({ method: 'GET', path: 'WhoAmI' }, run.scope()));

/** Asks until it is refused with 429. @throws Error when it never is */
export async function untilRefused(run: Run): Promise<Answer> {
  for (let sent = 0; sent < AT_MOST; sent += 1) {
    const answer = await whoAmI(run);
    if (answer.status === 429) return answer;
  }
  throw new Error(`${AT_MOST} requests in a row were not limited`);
}

export const retryAfter = ({ headers }: Answer): number => Number(headers['retry-after']);
