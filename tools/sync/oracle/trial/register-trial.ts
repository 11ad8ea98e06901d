import { Contacts } from '../compare/contacts.js';
import { differences, type Facts } from '../compare/differences.js';
import { heldFacts } from '../compare/held-facts.js';
import type { ExpectedDelivery } from '../expected-file.js';
import type { Line } from '../line.js';
import { CONTACTS } from '../sources/customer-register.js';
import type { HandSource } from '../sources/hand-source.js';
import { again } from './again.js';
import { counted, countedOf } from './counters.js';
import { rowsLine, stepOf } from './rows-line.js';
import { runDifferences } from './run-differences.js';
import { runOver } from './run-over.js';
import type { World } from './world.js';

/** A source whose deliveries are all that it has: each with its own numbers, the last one again, and then row by row. */
export async function* registerTrial(
  world: World,
  source: HandSource,
  deliveries: readonly ExpectedDelivery[],
): AsyncGenerator<Line> {
  const contacts = CONTACTS.startsWith(`${source.name}/`) ? new Contacts(world.keySecret) : undefined;
  for (const delivery of deliveries) yield deliver(world, source, delivery, contacts);
  const last = deliveries.slice(-1).map(({ snapshot }) => world.fileOf(source, snapshot));
  yield again(world, source, last);
  yield rowsLine(world, stepOf(world, source));
  if (contacts) yield rowsLine(world, contacts.step);
}

async function deliver(
  world: World,
  source: HandSource,
  { snapshot, numbers }: ExpectedDelivery,
  contacts: Contacts | undefined,
): Promise<Line> {
  const file = world.fileOf(source, snapshot);
  const { report } = await runOver(world.ground, world.integrationOf(source), [file]);
  const { outcome, entities } = report.deliveries[0] ?? {};
  const hand = world.handOf(source);
  const byHand = { ...hand.deliver(await source.read(file, world.activeKeys)) };
  const counters = { ...counted(report.source), ...(await heldFacts(world.ground.dataverse, source, file)) };
  const found: Facts = {
    ...counters,
    outcome: outcome?.kind ?? 'none',
    ...(contacts && entities?.['contacts'] && { contacts: countedOf(entities['contacts']) }),
  };
  const expectedByHand: Facts = {
    ...numbers,
    ...byHand,
    ...(contacts && { contacts: contacts.follow(hand) }),
  };
  return {
    source: source.name,
    delivery: snapshot,
    counters,
    differs: [
      ...differences(numbers, found),
      ...differences(expectedByHand, found).map((line) => `read by hand, ${line}`),
      ...runDifferences(report),
    ],
  };
}
