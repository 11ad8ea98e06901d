import { commandWithSubcommands, run } from '../../tools/run.js';
import { budget } from './budget/budget.command.js';
import { budgetRedis } from './budget-redis/budget-redis.command.js';
import type { Campaign } from './campaign-command.js';
import { dataverse } from './dataverse/dataverse.command.js';
import { dataversePoison } from './dataverse-poison/dataverse-poison.command.js';
import { intake } from './intake.command.js';
import { sync } from './sync/sync.command.js';
import { syncPoison } from './sync-poison/sync-poison.command.js';

const command = commandWithSubcommands('test:faults').description(
  'Kills, cuts and slows what a service depends on while it works, and judges by what the other side saw.',
);

/** What the command line asked for; filled in by commander when it has read it. */
let campaign: Campaign;
for (const add of [intake, budget, budgetRedis, dataverse, dataversePoison, sync, syncPoison])
  add(command, (chosen) => (campaign = chosen));

await run(command, (_, signal) => campaign(signal));
