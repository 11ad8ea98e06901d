import { InvalidArgumentError } from 'commander';
import { assertFolderOf, writeJson } from '../../json-file.js';
import type { Connected, Subcommand } from '../subcommand.js';
import { readRows, type RowsAsked, type RowsFound } from './read-rows.js';
import { countInWords, rowsAsTable } from './rows-in-words.js';

interface QueryFlags extends RowsAsked {
  json?: string;
}

/** `query`: rows of any table, in Dataverse's own words. */
export const query: Subcommand = (program, choose) => {
  program
    .command('query')
    .description("Shows rows of a table, in the names of Dataverse's own columns.")
    .argument('<table>', 'its logical name or its entity set, such as contact or contacts')
    .option('--select <columns>', 'the columns to show, with commas between them')
    .option('--filter <odata>', `which rows, such as "lastname eq 'Example'"`)
    .option('--orderby <columns>', 'such as "createdon desc"')
    .option('--expand <odata>', 'related rows, such as "primarycontactid($select=fullname)"')
    .option('--top <count>', 'so many rows, 5,000 at most (default: a page of 50)', rowCount)
    .option('--all', 'every row, page after page')
    .option('--count', 'say how many rows there are in all; the service counts to 5,000')
    .option('--json <file>', 'write the rows there instead; - is the standard output')
    .action((table: string, flags: QueryFlags, command: { error(message: string): never }) => {
      if (flags.all && flags.top !== undefined) command.error('error: --all and --top exclude each other.');
      choose((session) => showRows(session, table, flags));
    });
};

async function showRows({ client, signal }: Connected, table: string, flags: QueryFlags): Promise<number> {
  if (flags.json) await assertFolderOf(flags.json);
  const found = await readRows(client.webApi, table, flags, signal);
  if (flags.json) await writeJson(flags.json, found.rows);
  else if (found.rows.length > 0) printTable(found.rows, flags.select);
  process.stderr.write(`${countInWords(found)}\n`);
  return 0;
}

function printTable(rows: RowsFound['rows'], select: string | undefined): void {
  const { table, hidden } = rowsAsTable(rows, select);
  process.stdout.write(`${table}\n`);
  if (hidden > 0) {
    const columns = hidden === 1 ? '1 more column has a value' : `${hidden} more columns have values`;
    process.stderr.write(`${columns}: --select names those to show, --json gives all.\n`);
  }
}

function rowCount(text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1 || count > 5_000) {
    throw new InvalidArgumentError('It must be a whole number from 1 to 5000; --all has no limit.');
  }
  return count;
}
