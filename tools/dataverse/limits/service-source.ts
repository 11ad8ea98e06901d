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
  const answers = await Promise.all(urls.map((url) => metricsOf(url, signal)));
  signal.throwIfAborted();
  const troubles = answers.filter((answer) => typeof answer === 'string');
  if (troubles.length === urls.length || (areNamed && troubles.length > 0))
    throw new Error(inWords(troubles));
  const views = answers.flatMap((answer, at) =>
    typeof answer === 'string' ? [] : (viewOfMetrics(answer, urls[at] ?? '') ?? []),
  );
  if (views.length === 0) throw new Error('The services that answer do not speak with Dataverse.');
  return views;
}

/** The metrics of a service, or why there are none. */
async function metricsOf(url: string, signal: AbortSignal): Promise<Metrics | string> {
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)]);
  try {
    const response = await fetch(`${url}/metrics`, { signal: inTime });
    if (!response.ok)
      return `What answers at ${url} has no metrics (${response.status}): it is no service of Causeway.`;
    return Metrics.in(await response.text());
  } catch {
    return `Nobody answers at ${url}.`;
  }
}

const inWords = (troubles: readonly string[]): string =>
  `${troubles.join(' ')} npm start starts all services; --service names another.`;
