import type { LimitsView } from './limits-view.js';
import { Metrics } from './read-metrics.js';
import { viewOfMetrics } from './view-of-metrics.js';

/** A service on this machine answers at once, or something is wrong. */
const answerWithinMs = 2_000;

/**
 * The budgets of those services that answer and have one. A service that was not asked for by name need not be there.
 *
 * @throws Error in words when there is none, or when one that was named does not answer
 */
export async function viewsOfServices(
  { urls, areNamed }: { urls: readonly string[]; areNamed: boolean },
  signal: AbortSignal,
): Promise<LimitsView[]> {
  const answers = await Promise.all(urls.map(async (url) => [url, await metricsOf(url, signal)] as const));
  signal.throwIfAborted();
  const silent = answers.filter(([, metrics]) => metrics === undefined).map(([url]) => url);
  if (silent.length === urls.length || (areNamed && silent.length > 0)) throw new Error(silence(silent));
  const views = answers.flatMap(([url, metrics]) => (metrics && viewOfMetrics(metrics, url)) ?? []);
  if (views.length === 0) throw new Error('The services that answer do not speak with Dataverse.');
  return views;
}

async function metricsOf(url: string, signal: AbortSignal): Promise<Metrics | undefined> {
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)]);
  try {
    const response = await fetch(`${url}/metrics`, { signal: inTime });
    return response.ok ? Metrics.in(await response.text()) : undefined;
  } catch {
    return undefined;
  }
}

const silence = (urls: readonly string[]): string =>
  `No service tells its metrics at ${urls.join(', ')}. Is it running? npm start starts all of them; --service names another.`;
