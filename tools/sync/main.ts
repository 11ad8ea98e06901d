import { commandWithSubcommands, run } from '../run.js';
import { check } from './check.command.js';
import { list } from './list.command.js';
import type { Subcommand, Work } from './subcommand.js';

/** A new subcommand is a file that exports one, and its name here. */
const SUBCOMMANDS: readonly Subcommand[] = [list, check];

const command = commandWithSubcommands('sync').description(
  'Moves what other systems know into Dataverse, as the catalogue in integrations/ says.',
);

/** What the command line asked for; filled in by commander when it has read it. */
let chosen: Work;
for (const add of SUBCOMMANDS) add(command, (work) => (chosen = work));

await run(command, () => chosen());
