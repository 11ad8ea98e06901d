import { sourceFile } from '../../../../apps/batch-sync/src/extract/source-file.js';
import { Contacts } from '../compare/contacts.js';
import { differences, type Facts } from '../compare/differences.js';
import { heldFacts } from '../compare/held-facts.js';
import type { ExpectedDelivery } from '../expected-file.js';
import { incidents } from '../incidents/incidents.js';
import type { Line } from '../line.js';
import { CONTACTS } from '../sources/customer-register.js';
import type { HandSource } from '../sources/hand-source.js';
import { again } from './again.js';
import { counted, countedOf } from './counters.js';
import { incidentTrial } from './incident-trial.js';
import { rowsLine, stepOf } from './rows-line.js';
import { runDifferences } from './run-differences.js';
import { runOver } from './run-over.js';
import type { World } from './world.js';

/**
 * A source whose deliveries are all that it has: each with its own numbers, the last one again, and what may happen to it, and then row by row. The
 * quick one leaves out deliveries in the middle, after which most numbers are only known by hand, and incidents.
 */
export async function* registerTrial(
  world: World,
  source: HandSource,
  isQuick: boolean,
): AsyncGenerator<Line> {
  const contacts = CONTACTS.startsWith(`${source.name}/`) ? new Contacts(world.keySecret) : undefined;
  const all = world.expected.deliveries(source.folder);
  const deliveries = isQuick ? [...new Set([...all.slice(0, 1), ...all.slice(-1)])] : all;
  for (const delivery of deliveries) {
    const isNext = delivery === all[0] || deliveries.length === all.length;
    yield deliver(world, source, { ...delivery, isNext, contacts });
  }
  const last = deliveries.slice(-1).map(({ snapshot }) => world.fileOf(source, snapshot));
  yield again(world, source, last);
  const happens = isQuick ? [] : (incidents[source.name] ?? []);
  for (const file of last) yield* incidentTrial(world, source, file, happens);
  yield rowsLine(world, stepOf(world, source));
  if (contacts) yield rowsLine(world, contacts.step);
}

interface ToDeliver extends ExpectedDelivery {
  /** Whether none was left out before it. */
  readonly isNext: boolean;
  readonly contacts: Contacts | undefined;
}

async function deliver(
  world: World,
  source: HandSource,
  { snapshot, numbers, isNext, contacts }: ToDeliver,
): Promise<Line> {
  const file = world.fileOf(source, snapshot);
  const { report } = await runOver(world, world.integrationOf(source), [sourceFile(file)]);
  const { outcome, entities } = report.deliveries[0] ?? {};
  const counters = { ...counted(report.source), ...(await heldFacts(world.ground.dataverse, source, file)) };
  const found: Facts = {
    ...counters,
    outcome: outcome?.kind ?? 'none',
    ...(contacts && entities?.['contacts'] && { contacts: countedOf(entities['contacts']) }),
  };
  const hand = world.handOf(source);
  const byHand: Facts = {
    ...numbers,
    ...hand.deliver(await source.read(file, world.activeKeys)),
    ...(contacts && { contacts: contacts.follow(hand) }),
  };
  return {
    source: source.name,
    delivery: snapshot,
    counters,
    differs: [
      ...(isNext ? differences(numbers, found) : []),
      ...differences(byHand, found).map((line) => `read by hand, ${line}`),
      ...runDifferences(report),
    ],
  };
}
