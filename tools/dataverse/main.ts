import { clientCredentials, connectDataverse } from '#lib/dataverse';
import { commandWithSubcommands, run } from '../run.js';
import { inWords } from './failures.js';
import { limits } from './limits/limits.command.js';
import { measureCommand } from './measure/measure.command.js';
import { provisionCommand } from './provision/provision.command.js';
import { schemaDiff } from './provision/schema-diff.command.js';
import { query } from './query/query.js';
import { readSettings, SETTINGS_HELP } from './settings.js';
import { sharedBudget } from './shared-budget.js';
import type { Patience, StandaloneSubcommand, StandaloneWork, Subcommand, Work } from './subcommand.js';
import { whoAmI } from './who-am-i.js';

/** A new subcommand is a file that exports one, and its name here. */
const SUBCOMMANDS: readonly Subcommand[] = [whoAmI, query, schemaDiff, provisionCommand, measureCommand];
/** Those that speak with no environment. */
const STANDALONE: readonly StandaloneSubcommand[] = [limits];

const command = commandWithSubcommands('dataverse')
  .description('Speaks with a Dataverse environment, real or stand-in.')
  .addHelpText('after', SETTINGS_HELP);

/** What the command line asked for; filled in by commander when it has read it. */
let chosen: StandaloneWork;
for (const add of SUBCOMMANDS) add(command, (work, patience = {}) => (chosen = connected(work, patience)));
for (const add of STANDALONE) add(command, (work) => (chosen = work));

await run(command, (_, signal) => chosen(signal, process.env));

/** Reads the settings and connects when it is time to work. */
function connected(work: Work, { budget, ...patience }: Patience): StandaloneWork {
  return async (signal, env) => {
    const settings = readSettings(env);
    const { url, isStandIn, ...credentials } = settings;
    if (isStandIn)
      process.stderr.write(`No settings, so this is the stand-in at ${url}, as administrator.\n`);
    const tokens = clientCredentials({ ...credentials, scope: `${url}/.default` });
    // A person waits: what cannot be reached is told soon, and a 429 is still obeyed.
    const { client, connection, close } = connectDataverse({
      ...{ url, tokens, retry: { maxAttempts: 3 }, ...patience },
      budget: budget === 'shared' ? await sharedBudget(settings, env) : undefined,
    });
    try {
      return await work({ client, connection, url, signal });
    } catch (error) {
      throw inWords(error, settings);
    } finally {
      await close();
    }
  };
}
