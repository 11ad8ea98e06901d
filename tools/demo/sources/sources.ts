import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { boston } from './boston.js';
import { generated } from './generated.js';
import { nyc } from './nyc.js';
import type { CaseSource, SourceRow } from './source-row.js';

export type { CasePost, CaseSource, SourceRow } from './source-row.js';

const SEED = 311;

/** The real data when it lies beside the project, both cities with `all`; else the project's own generator. */
export function chooseSource(dataDirectory: string, { all }: { all: boolean }): CaseSource {
  const [bostonFiles, nycFiles] = [join(dataDirectory, 'boston-2015'), join(dataDirectory, 'nyc')];
  if (!existsSync(bostonFiles)) return generated(SEED);
  return all && existsSync(nycFiles) ? inTurn(boston(bostonFiles), nyc(nycFiles)) : boston(bostonFiles);
}

/** At most `count` rows of a stream. */
export async function* take(rows: AsyncIterable<SourceRow>, count: number): AsyncGenerator<SourceRow> {
  let taken = 0;
  if (count === 0) return;
  for await (const row of rows) {
    yield row;
    if ((taken += 1) >= count) return;
  }
}

const inTurn = (...sources: CaseSource[]): CaseSource => ({
  name: sources.map(({ name }) => name).join('; '),
  size: sources.reduce((sum, { size = 0 }) => sum + size, 0),
  async *rows() {
    for (const source of sources) yield* source.rows();
  },
});
