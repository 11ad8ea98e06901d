import { ExpectedNumbers } from './expected-file.js';
import { type Ground, openGround } from './ground/open-ground.js';
import type { Line } from './line.js';
import type { HandSource } from './sources/hand-source.js';
import { handSources } from './sources/sources.js';
import { archiveTrial } from './trial/archive-trial.js';
import { registerTrial } from './trial/register-trial.js';
import { World } from './trial/world.js';

/** What is tried, and where the real data lies. */
export interface OracleOptions {
  readonly data: string;
  /** Integrations; none means all. Whose rows they name must be among them. */
  readonly only?: readonly string[] | undefined;
  /** The first and the last delivery of each alone, and nothing that happens to them. */
  readonly quick?: boolean | undefined;
}

/** Secrets of a throw-away Dataverse. */
const KEY_SECRET = 'the secret of the oracle';

/**
 * Brings the real data into a Dataverse of its own and holds what comes of it against the published numbers and against a reading by
 * hand. Tells each trial when it is over.
 *
 * @throws in words where there is no real data
 */
export async function* consultOracle({
  data,
  only = [],
  quick = false,
}: OracleOptions): AsyncGenerator<Line> {
  const expected = await ExpectedNumbers.of(data);
  const sources = chooseSources(only);
  const ground: Ground = await openGround(KEY_SECRET);
  try {
    const world = new World(ground, data, expected, KEY_SECRET);
    for (const source of sources) yield* trialOf(world, source, quick);
  } finally {
    await ground.close();
  }
}

function chooseSources(only: readonly string[]): HandSource[] {
  const all = handSources(KEY_SECRET);
  const unknown = only.filter((name) => !all.some((source) => source.name === name));
  if (unknown.length > 0)
    throw new Error(
      `Nobody knows by hand what ${unknown.join(', ')} is. There are ${all.map(({ name }) => name).join(', ')}.`,
    );
  return all.filter(({ name }) => only.length === 0 || only.includes(name));
}

function trialOf(world: World, source: HandSource, isQuick: boolean): AsyncGenerator<Line> {
  const posts = world.expected.posts(source.folder);
  return posts ? archiveTrial(world, source, posts) : registerTrial(world, source, isQuick);
}
