import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Sizes } from './cells.js';
import { type MeasuredTable, measuredTables } from './measured-tables.js';

export interface MeasureFlags extends Sizes {
  table: readonly MeasuredTable[];
  rounds: number;
  allowWrites?: string;
  clean?: true;
  json?: string;
}

const help = `
It makes and changes rows of its own, and removes them at the end, also after Ctrl-C. Each round makes 477 rows in a table, so the
usual 11 rounds cost some 15,000 operations of the 24-hour entitlement for a table. REDIS_URL and DATAVERSE_PROCESSES, as the services of
this application user have them, share its budget with them. The file is told in docs/dataverse-costs.md.`;

/** Adds the options of the measurement. */
export const withMeasureFlags = (command: Command): Command =>
  command
    .option('--allow-writes <host>', 'the host of the environment, such as contoso-test.crm4.dynamics.com')
    .addOption(
      new Option(
        '--table <names>',
        `which tables, with commas between them, of ${Object.keys(measuredTables).join(', ')}`,
      )
        .argParser(tablesIn)
        .default([measuredTables.account, measuredTables.contact], 'account,contact'),
    )
    .option('--rounds <count>', 'how often each size is measured; one round before is thrown away', count, 10)
    .addOption(sizesOption('--batch <sizes>', 'rows of batches, with commas between them', [10, 50, 100]))
    .addOption(sizesOption('--bulk <sizes>', 'rows of bulk messages', [10, 100, 200]))
    .option('--clean', 'remove what runs have left that were cut off, and measure nothing')
    .option(
      '--json <file>',
      'write the file of costs there, too; - is the standard output, instead of the table',
    )
    .addHelpText('after', help);

const sizesOption = (flags: string, description: string, sizes: number[]): Option =>
  new Option(flags, description).argParser(sizesIn).default(sizes, sizes.join(','));

function tablesIn(text: string): MeasuredTable[] {
  const tables: Readonly<Record<string, MeasuredTable>> = measuredTables;
  return [...new Set(text.split(','))].map((name) => {
    const table = Object.hasOwn(tables, name) ? tables[name] : undefined;
    if (table) return table;
    throw new InvalidArgumentError(
      `${name} cannot be measured, since we know of no cw_key there; there are ${Object.keys(tables).join(', ')}.`,
    );
  });
}

/** Two sizes at least make a line: one row, which is always measured, and another. */
function sizesIn(text: string): number[] {
  const sizes = text.split(',').map(Number);
  if (sizes.every((size) => Number.isInteger(size) && size >= 1 && size <= 1_000) && Math.max(...sizes) > 1)
    return sizes;
  throw new InvalidArgumentError('It must be whole numbers from 1 to 1000, one above 1.');
}

function count(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError('It must be a whole number above 0.');
  return Number(text);
}
