import { commandWithSubcommands, run } from '../run.js';
import { adopt } from './adopt/adopt.command.js';
import { check } from './check.command.js';
import { controls } from './control.command.js';
import { history } from './history.command.js';
import { list } from './list.command.js';
import { oracle } from './oracle/oracle.command.js';
import { quarantine, replay } from './quarantine.command.js';
import { rejects } from './rejects.command.js';
import { runCommand } from './run/run.command.js';
import { sample } from './sample/sample.command.js';
import { SETTINGS_HELP } from './settings-help.js';
import { status } from './status.command.js';
import type { Subcommand, Work } from './subcommand.js';

/** A new subcommand is a file that exports one, and its name here. */
const SUBCOMMANDS: readonly Subcommand[] = [
  ...[list, check, sample, oracle],
  ...[runCommand, status, history, rejects, quarantine, replay],
  adopt,
  ...controls,
];

const command = commandWithSubcommands('sync')
  .description('Moves what other systems know into Dataverse, as the catalogue in integrations/ says.')
  .addHelpText('after', SETTINGS_HELP);

/** What the command line asked for; filled in by commander when it has read it. */
let chosen: Work;
for (const add of SUBCOMMANDS) add(command, (work) => (chosen = work));

await run(command, (_, signal) => chosen(signal));
