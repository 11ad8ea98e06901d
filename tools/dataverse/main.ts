import { clientCredentials, connectDataverse } from '#lib/dataverse';
import { commandWithSubcommands, run } from '../run.js';
import { inWords } from './failures.js';
import { provisionCommand } from './provision/provision.command.js';
import { schemaDiff } from './provision/schema-diff.command.js';
import { query } from './query/query.js';
import { readSettings, SETTINGS_HELP } from './settings.js';
import type { Patience, Subcommand, Work } from './subcommand.js';
import { whoAmI } from './who-am-i.js';

/** A new subcommand is a file that exports one, and its name here. */
const SUBCOMMANDS: readonly Subcommand[] = [whoAmI, query, schemaDiff, provisionCommand];

const command = commandWithSubcommands('dataverse')
  .description('Speaks with a Dataverse environment, real or stand-in.')
  .addHelpText('after', SETTINGS_HELP);

/** What the command line asked for; filled in by commander when it has read it. */
let work: Work;
let patience: Patience;
for (const add of SUBCOMMANDS) {
  add(command, (chosen, itsPatience = {}) => {
    work = chosen;
    patience = itsPatience;
  });
}

await run(command, async (_, signal) => {
  const settings = readSettings(process.env);
  const { url, isStandIn, ...credentials } = settings;
  if (isStandIn) process.stderr.write(`No settings, so this is the stand-in at ${url}, as administrator.\n`);
  const tokens = clientCredentials({ ...credentials, scope: `${url}/.default` });
  // A person waits: what cannot be reached is told soon, and a 429 is still obeyed.
  const { client, close } = connectDataverse({ url, tokens, retry: { maxAttempts: 3 }, ...patience });
  try {
    return await work({ client, url, signal });
  } catch (error) {
    throw inWords(error, settings);
  } finally {
    await close();
  }
});
