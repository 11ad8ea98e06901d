import { readdir } from 'node:fs/promises';
import { sourceFile } from '../../../../apps/batch-sync/src/extract/source-file.js';
import { caseFacts, onlyExpected } from '../compare/case-facts.js';
import { differences, type Facts } from '../compare/differences.js';
import { byCode } from '../expected-file.js';
import type { Line } from '../line.js';
import type { HandSource } from '../sources/hand-source.js';
import { again } from './again.js';
import { counted } from './counters.js';
import { rowsLine, stepOf } from './rows-line.js';
import { runDifferences } from './run-differences.js';
import { runOver } from './run-over.js';
import type { World } from './world.js';

/** An archive of cases: all of its files are one run, then all of them again, and then row by row. */
export async function* archiveTrial(world: World, source: HandSource, expected: Facts): AsyncGenerator<Line> {
  const names = (await readdir(world.folderOf(source))).sort();
  const files = names.map((name) => world.fileOf(source, name));
  yield deliver(world, source, files, expected);
  yield again(world, source, files);
  yield rowsLine(world, stepOf(world, source));
}

async function deliver(
  world: World,
  source: HandSource,
  files: readonly string[],
  { rejected, ...expected }: Facts,
): Promise<Line> {
  const { report } = await runOver(world, world.integrationOf(source), files.map(sourceFile));
  const hand = world.handOf(source);
  for (const file of files) hand.deliver(await source.read(file, world.activeKeys));
  const counters = counted(report.source);
  const { facts, closed } = await caseFacts(world.ground.dataverse, source.name);
  const found: Facts = {
    ...onlyExpected(expected, facts),
    posts: counters['read'] ?? 0,
    rejected: counters['rejected'] ?? {},
    'closed in Dataverse': closed,
  };
  const wanted: Facts = {
    ...expected,
    rejected: byCode(rejected),
    'closed in Dataverse': Number(Object(expected['status'])['Closed']),
  };
  return {
    source: source.name,
    delivery: `${files.length} files`,
    counters,
    differs: [...differences(wanted, found), ...runDifferences(report)],
  };
}
