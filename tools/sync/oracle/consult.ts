import { assertFolderOf, writeJson } from '../../json-file.js';
import { Startup } from '../../launcher/startup.js';
import { syncSettings } from '../settings.js';
import { ExpectedNumbers } from './expected-file.js';
import { startThrowAway } from './ground/throw-away.js';
import type { Line } from './line.js';
import { linesInWords, verdictOf } from './lines-in-words.js';
import { consultOracle } from './oracle.js';
import { chooseSources } from './sources/sources.js';

export interface OracleFlags {
  data: string;
  only?: string[];
  quick?: boolean;
  limits?: boolean;
  environment?: boolean;
  json?: string;
}

/** Tries the real data and tells what came of it; the answer is the exit code. */
export async function consult(flags: OracleFlags, signal: AbortSignal): Promise<number> {
  const { data, only, quick: isQuick = false, limits = false, environment, json } = flags;
  if (json) await assertFolderOf(json);
  const expected = await ExpectedNumbers.of(data);
  const startup = new Startup((what) => process.stderr.write(`starting ${what}\n`));
  try {
    const config = environment ? await syncSettings(process.env) : await startThrowAway(startup, limits);
    const sources = chooseSources(config.keySecret, only);
    const lines: Line[] = [];
    for await (const line of consultOracle({ config, data, expected, sources, isQuick, signal })) {
      lines.push(line);
      process.stderr.write(`${line.source} ${line.delivery}: ${verdictOf(line)}\n`);
    }
    const differs = lines.some((line) => line.differs.length > 0);
    if (json !== '-') process.stdout.write(`${linesInWords(lines)}\n`);
    if (json) await writeJson(json, { lines, differs });
    return differs ? 1 : 0;
  } finally {
    await startup.close();
  }
}
