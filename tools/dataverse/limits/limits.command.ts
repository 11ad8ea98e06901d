import { InvalidArgumentError } from 'commander';
import { assertFolderOf, writeJson } from '../../json-file.js';
import type { StandaloneSubcommand } from '../subcommand.js';
import { limitsSettings } from './limits-settings.js';
import { limitsTable } from './limits-table.js';
import type { LimitsView } from './limits-view.js';
import { viewsOfServices } from './service-source.js';
import { watch } from './watch.js';

interface LimitsFlags {
  watch?: boolean;
  json?: string;
  service?: string[];
}

const where = `
The budgets are read from the /metrics of the services on this machine (INTAKE_PORT, SHAREPOINT_PORT and the doors 3020, 3040,
3050 and 3060), or of those that --service names. Where they answer, nothing is asked of Dataverse.`;

/** `limits`: what is spent of the service protection limits, by whom, and when they will be reached. */
export const limits: StandaloneSubcommand = (program, choose) => {
  program
    .command('limits')
    .description(
      "Shows how much of Dataverse's service protection limits is spent, by whom, and for how long it lasts.",
    )
    .option('--watch', 'go on showing it: drawn anew on a terminal, elsewhere a line at intervals')
    .option('--service <url...>', 'ask this service, such as http://127.0.0.1:3010', serviceUrl)
    .option('--json <file>', 'write it there instead; - is the standard output')
    .addHelpText('after', where)
    .action((flags: LimitsFlags, command: { error(message: string): never }) => {
      if (flags.json && flags.watch) command.error('error: --json and --watch exclude each other.');
      choose((signal, env) => showLimits(flags, signal, env));
    });
};

async function showLimits(flags: LimitsFlags, signal: AbortSignal, env: NodeJS.ProcessEnv): Promise<number> {
  if (flags.json) await assertFolderOf(flags.json);
  const read = sourceOf(flags, env, signal);
  if (flags.watch) await watch(read, signal);
  else {
    const views = await read();
    if (flags.json) await writeJson(flags.json, views);
    else process.stdout.write(`${views.map(limitsTable).join('\n\n')}\n`);
  }
  return 0;
}

function sourceOf(
  { service }: LimitsFlags,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): () => Promise<LimitsView[]> {
  const urls = service ?? limitsSettings(env).services;
  return () => viewsOfServices({ urls, areNamed: service !== undefined }, signal);
}

function serviceUrl(text: string, before: string[] = []): string[] {
  if (!/^https?:$/.test(URL.canParse(text) ? new URL(text).protocol : ''))
    throw new InvalidArgumentError('It must be an http or https address.');
  return [...before, text.replace(/\/+$/, '')];
}
