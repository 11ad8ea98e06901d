import { sourceFile } from '../../../../apps/batch-sync/src/extract/source-file.js';
import { differences, type Facts } from '../compare/differences.js';
import type { Line } from '../line.js';
import type { HandSource } from '../sources/hand-source.js';
import { counted } from './counters.js';
import { runDifferences } from './run-differences.js';
import { runOver } from './run-over.js';
import type { World } from './world.js';

/** The same once more: nothing has changed, and nothing is written. */
export async function again(world: World, source: HandSource, files: readonly string[]): Promise<Line> {
  const { report, writes } = await runOver(world, world.integrationOf(source), files.map(sourceFile));
  const counters = counted(report.source);
  const { inserted = 0, updated = 0, reactivated = 0, deactivated = 0 } = counters;
  const found: Facts = { inserted, updated, reactivated, deactivated, writes };
  return {
    source: source.name,
    delivery: 'the last once more',
    counters: { ...counters, writes },
    differs: [...differences({}, found), ...runDifferences(report)],
  };
}
