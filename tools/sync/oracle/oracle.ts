import type { BatchSyncConfig } from '../../../apps/batch-sync/src/batch-sync.config.js';
import type { ExpectedNumbers } from './expected-file.js';
import { openGround } from './ground/open-ground.js';
import type { Line } from './line.js';
import type { HandSource } from './sources/hand-source.js';
import { archiveTrial } from './trial/archive-trial.js';
import { registerTrial } from './trial/register-trial.js';
import { World } from './trial/world.js';

/** What is tried, and where. */
export interface OracleOptions {
  /** Of a staging database and a stand-in for Dataverse that hold nothing yet. */
  readonly config: BatchSyncConfig;
  /** Where the real data lies. */
  readonly data: string;
  readonly expected: ExpectedNumbers;
  readonly sources: readonly HandSource[];
  /** The first and the last delivery of each source alone, and nothing that happens to them. */
  readonly isQuick: boolean;
  readonly signal: AbortSignal;
}

/**
 * Brings the real data into Dataverse and holds what comes of it against the published numbers and against a reading by hand. Tells
 * each trial when it is over.
 */
export async function* consultOracle(options: OracleOptions): AsyncGenerator<Line> {
  const { config, data, expected, sources, isQuick, signal } = options;
  const ground = await openGround(config);
  try {
    const world = new World(ground, data, expected, config.keySecret, signal);
    for (const source of sources) yield* trialOf(world, source, isQuick);
  } finally {
    await ground.close();
  }
}

function trialOf(world: World, source: HandSource, isQuick: boolean): AsyncGenerator<Line> {
  const posts = world.expected.posts(source.folder);
  return posts ? archiveTrial(world, source, posts) : registerTrial(world, source, isQuick);
}
