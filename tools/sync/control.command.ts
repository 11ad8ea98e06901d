import type { Run } from '../../apps/batch-sync/src/run/run.js';
import type { SyncRuns } from '../../apps/batch-sync/src/run/sync-runs.js';
import type { Subcommand } from './subcommand.js';
import { type Opened, withSync } from './with-sync.js';

type Control = 'pause' | 'resume' | 'cancel';

const DESCRIPTIONS: Readonly<Record<Control, string>> = {
  pause: 'Stops the run of an integration, wherever it is worked at, until it is resumed.',
  resume: 'Lets a run that is paused go on: a service does so by itself, else npm run sync -- run.',
  cancel: 'Ends the run of an integration. What was accepted and is not written waits for the next one.',
};

/** `pause`, `resume` and `cancel`: what is done to the run of an integration that has not ended. */
export const controls: readonly Subcommand[] = (['pause', 'resume', 'cancel'] as const).map(
  (control): Subcommand =>
    (program, choose) => {
      program
        .command(control)
        .description(DESCRIPTIONS[control])
        .argument('<integration>', 'its name, as list tells it')
        .action((integration: string) => choose(withSync((opened) => direct(opened, integration, control))));
    },
);

async function direct({ sync }: Opened, integration: string, control: Control): Promise<number> {
  const { id } = await unfinishedOf(sync.runs, sync.integration(integration).name);
  const { state } = await sync.runs[control](id);
  process.stdout.write(`run ${id} of ${integration} is ${state}\n`);
  return 0;
}

async function unfinishedOf(runs: SyncRuns, integration: string): Promise<Run> {
  const found = (await runs.unfinished()).find((run) => run.integration === integration);
  if (!found) throw new Error(`There is no run of ${integration} that has not ended.`);
  return found;
}
