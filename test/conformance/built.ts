import type { Environment } from './environment.js';
import { valueAt } from './pointer.js';
import type { Answer } from './service.js';
import { NotBuilt } from './unjudged.js';

const PREFIX = 'not-implemented:';

/**
 * Ends the judging when the stand-in refuses what it lacks: loudly, with 501, and with a feature of its published list. Any other
 * 501 is for a golden to judge.
 *
 * @throws NotBuilt with the feature
 */
export async function requireBuilt({ control }: Environment, { status, body }: Answer): Promise<void> {
  const code = String(valueAt(body, '/error/code'));
  if (!control || status !== 501 || !code.startsWith(PREFIX)) return;
  const feature = code.slice(PREFIX.length);
  const published = valueAt(await control.get('not-implemented'), `/notImplemented/${feature}`);
  if (published === undefined) throw new Error(`${feature} is refused, but not on the published list`);
  throw new NotBuilt(
    `the stand-in lacks ${feature} (${String(published)}): it answers 501, and its list says so`,
  );
}
