import { Readable } from 'node:stream';
import { DeliveryRefusedError } from '../../../../apps/batch-sync/src/delivery-refused-error.js';
import { differences, type Facts } from '../compare/differences.js';
import { asFacts, type Incident, mendedBy, type Outcome } from '../incidents/incident.js';
import type { Line } from '../line.js';
import { deliveredText } from '../reading/delivered-text.js';
import type { HandSource } from '../sources/hand-source.js';
import { counted } from './counters.js';
import { runDifferences } from './run-differences.js';
import { runOver } from './run-over.js';
import type { World } from './world.js';

/** What came of a delivery. */
interface Came {
  /** `applied`, or the code of the refusal. */
  readonly outcome: string;
  readonly counters: Facts;
  /** Requests at Dataverse that write, or may. */
  readonly writes: number;
  readonly differs: readonly string[];
}

/** The last delivery again and again, each time after something that happened to it. At the end all is as it was. */
export async function* incidentTrial(
  world: World,
  source: HandSource,
  file: string,
  incidents: readonly Incident[],
): AsyncGenerator<Line> {
  const asItWas = await deliveredText(file, source.encoding);
  const rows = world.handOf(source).activeKeys.size;
  for (const { name, arrives, outcome, goneApproved } of incidents) {
    const wanted = outcome(rows);
    yield lineOf(source, name, wanted, await comesOf(world, source, arrives(asItWas), goneApproved));
    const mended = 'applied' in wanted ? mendedBy(wanted.applied) : {};
    if (Object.keys(mended).length === 0) continue;
    const came = await comesOf(world, source, Buffer.from(asItWas, source.encoding), true);
    yield lineOf(source, `${name}: mended`, { applied: mended }, came);
  }
}

async function comesOf(
  world: World,
  source: HandSource,
  content: string | Buffer,
  goneApproved = false,
): Promise<Came> {
  const file = { name: 'made up', bytes: Readable.from([Buffer.from(content)]) };
  try {
    const { report, writes } = await runOver(world, world.integrationOf(source), [file], { goneApproved });
    const outcome = report.deliveries[0]?.outcome;
    return {
      outcome: outcome?.kind === 'refused' ? outcome.code : 'applied',
      counters: counted(report.source),
      writes,
      differs: runDifferences(report),
    };
  } catch (error) {
    if (!(error instanceof DeliveryRefusedError)) throw error;
    return { outcome: error.code, counters: {}, writes: 0, differs: [] };
  }
}

function lineOf({ name }: HandSource, delivery: string, wanted: Outcome, came: Came): Line {
  const { outcome, counters, writes } = came;
  const expected: Facts =
    'refused' in wanted ? { outcome: wanted.refused } : { outcome: 'applied', ...asFacts(wanted.applied) };
  const { read: _, accepted: __, unchanged: ___, ...changes } = counters;
  const isChanged = ['updated', 'reactivated', 'deactivated'].some((change) => expected[change]);
  const needless = writes > 0 && !isChanged ? [`${writes} requests write, and nothing has changed`] : [];
  return {
    source: name,
    delivery,
    counters: { ...counters, writes },
    differs: [...differences(expected, { outcome, ...changes }), ...needless, ...came.differs],
  };
}
