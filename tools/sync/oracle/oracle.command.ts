import type { Subcommand } from '../subcommand.js';
import type { OracleFlags } from './consult.js';

const HELP = `
Without --environment it starts a PostgreSQL and a stand-in for Dataverse of its own and removes them at the end. With it, it takes those of
the settings, which must hold nothing of these sources yet.`;

/** `oracle`: whether the real data gives the published numbers. */
export const oracle: Subcommand = (program, choose) => {
  program
    .command('oracle')
    .description(
      'Applies all deliveries of the real data, before a stand-in for Dataverse, and compares every number with the published ones and every ' +
        'row with a reading by hand. Ends with code 1 when anything differs.',
    )
    .option('--data <folder>', 'the real data, with its expected.json', '../shared/data')
    .option('--only <integration...>', 'these alone, such as facilities; potholes needs road-ratings')
    .option('--quick', 'the first and the last delivery of each alone, and nothing that happens to them')
    .option('--limits', 'its own stand-in has the limits that are documented, instead of none')
    .option('--environment', 'between the database and the stand-in of the settings')
    .option(
      '--json <file>',
      'write all counters and differences there, too; - is the standard output, instead of the words',
    )
    .addHelpText('after', HELP)
    .action((flags: OracleFlags) =>
      choose(async (signal) => {
        // Whoever asks for help does not wait for all that the work needs.
        const { consult } = await import('./consult.js');
        return consult(flags, signal);
      }),
    );
};
