import { assertFolderOf } from '../../json-file.js';
import { type Progress, startProgress } from '../../progress.js';
import type { Connected, Subcommand } from '../subcommand.js';
import { print } from './print.js';
import { differencesOf, provision, type Provisioned, type Watcher } from './provision.js';
import { differenceForJson } from './report.js';
import { openSchema, type SchemaFlags, wholeNumber, withSchemaFlags } from './schema-flags.js';
import { stepInWords } from './words.js';

interface ProvisionFlags extends SchemaFlags {
  dryRun?: true;
  wait: number;
  publish?: true;
}

/** A table takes the service a minute to make, and publishing may take some; no call is given up before it has answered. */
const PATIENCE = { attemptTimeoutMs: 5 * 60_000, totalTimeoutMs: 15 * 60_000 };

/** `provision`: makes an environment as the schema says. */
export const provisionCommand: Subcommand = (program, choose) => {
  withSchemaFlags(program.command('provision'))
    .description(
      'Creates in the environment what the schema marks as custom, in a solution, and mends what can be mended. It can be run again at any time: what is there stays. Ends with code 1 when something still differs.',
    )
    .option('--dry-run', 'say what would be done, and do nothing')
    .option('--wait <seconds>', 'how long to wait until the keys can be used', wholeNumber, 600)
    .option('--publish', 'publish all of ours even if nothing differs: after a run that was cut off')
    .action((flags: ProvisionFlags) =>
      choose((connected) => (flags.dryRun ? showPlan : carryThrough)(connected, flags), PATIENCE),
    );
};

async function showPlan(connected: Connected, flags: ProvisionFlags): Promise<number> {
  if (flags.json) await assertFolderOf(flags.json);
  const { schema, target } = await openSchema(connected, flags);
  const found = await differencesOf(target, schema);
  await print(found, flags.json, figures(connected, { found, done: [], left: found }));
  return found.length === 0 ? 0 : 1;
}

async function carryThrough(connected: Connected, flags: ProvisionFlags): Promise<number> {
  if (flags.json) await assertFolderOf(flags.json);
  const { schema, target } = await openSchema(connected, flags);
  const bars = startBars();
  const how = { patienceMs: flags.wait * 1_000, publishAll: flags.publish === true, watcher: bars };
  const provisioned = await provision(target, schema, how).finally(() => bars.end());
  process.stderr.write(`${provisioned.done.length} steps done in the solution ${target.solution}.\n`);
  await print(provisioned.left, flags.json, figures(connected, provisioned));
  return provisioned.left.length === 0 ? 0 : 1;
}

const figures = ({ url }: Connected, { found, done, left }: Provisioned) => ({
  url,
  found: found.map(differenceForJson),
  done: done.map(stepInWords),
  left: left.map(differenceForJson),
});

/** The steps, then the indexes of the keys. */
function startBars(): Watcher & { end(): void } {
  let shown: { of: 'steps' | 'keys'; progress: Progress } | undefined;
  const show = (of: 'steps' | 'keys', done: number, total: number, note: string) => {
    if (shown?.of !== of) {
      shown?.progress.end();
      shown = { of, progress: startProgress(of, total) };
    }
    shown.progress.update(done, note);
  };
  return {
    step: (done, total, words) => show('steps', done, total, words),
    keys: (active, total) => show('keys', active, total, 'can be used'),
    end: () => shown?.progress.end(),
  };
}
