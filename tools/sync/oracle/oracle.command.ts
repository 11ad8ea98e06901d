import { assertFolderOf, writeJson } from '../../json-file.js';
import { tableOf } from '../../text-table.js';
import type { Subcommand } from '../subcommand.js';
import type { Facts } from './compare/differences.js';
import type { Line } from './line.js';
import { consultOracle } from './oracle.js';

interface OracleFlags {
  data: string;
  only: string[];
  quick?: boolean;
  json?: string;
}

/** `oracle`: whether the real data gives the published numbers. */
export const oracle: Subcommand = (program, choose) => {
  program
    .command('oracle')
    .description(
      'Applies all deliveries of the real data, on a PostgreSQL and before a stand-in for Dataverse of its own, and compares every number ' +
        'with the published ones and every row with a reading by hand. Ends with code 1 when anything differs.',
    )
    .option('--data <folder>', 'the real data, with its expected.json', '../shared/data')
    .option('--only <integration...>', 'these alone, such as facilities; potholes needs road-ratings', [])
    .option('--quick', 'the first and the last delivery of each alone, and nothing that happens to them')
    .option(
      '--json <file>',
      'write all counters and differences there, too; - is the standard output, instead of the words',
    )
    .action((flags: OracleFlags) => choose(() => consult(flags)));
};

async function consult({ data, only, quick, json }: OracleFlags): Promise<number> {
  if (json) await assertFolderOf(json);
  const lines: Line[] = [];
  for await (const line of consultOracle({ data, only, quick })) {
    lines.push(line);
    process.stderr.write(`${line.source} ${line.delivery}: ${verdictOf(line)}\n`);
  }
  const differs = lines.some((line) => line.differs.length > 0);
  if (json !== '-') process.stdout.write(`${inWords(lines)}\n`);
  if (json) await writeJson(json, { lines, differs });
  return differs ? 1 : 0;
}

const COLUMNS = ['source', 'delivery', 'read', 'rejected', 'inserted', 'updated', 'unchanged'] as const;
const MORE_COLUMNS = ['reactivated', 'deactivated', 'held', 'active_after', 'verdict'] as const;

function inWords(lines: readonly Line[]): string {
  const rows = lines.map((line) => ({
    ...line.counters,
    rejected: inOneLine(line.counters['rejected']),
    ...line,
    verdict: verdictOf(line),
  }));
  const differing = lines.flatMap(({ source, delivery, differs }) =>
    differs.map((difference) => `${source} ${delivery}: ${difference}`),
  );
  return [tableOf([...COLUMNS, ...MORE_COLUMNS], rows), ...differing, totalOf(differing.length)].join('\n');
}

function totalOf(differences: number): string {
  if (differences === 0) return 'Everything is as it must be.';
  return differences === 1 ? '1 difference' : `${differences} differences`;
}

const inOneLine = (facts: Facts[string] = {}): string =>
  Object.entries(Object(facts) as Facts)
    .map(([name, fact]) => `${name} ${String(fact)}`)
    .join(', ');

const verdictOf = ({ differs }: Line): string => (differs.length === 0 ? 'OK' : 'differs');
