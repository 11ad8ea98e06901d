import { InvalidArgumentError, Option } from 'commander';
import { assertFolderOf, writeJson } from '../../json-file.js';
import type { StandaloneSubcommand } from '../subcommand.js';
import { limitsSettings } from './limits-settings.js';
import { limitsTable } from './limits-table.js';
import { type LimitsSource, redisSource, servicesSource } from './sources.js';
import { watch } from './watch.js';

interface LimitsFlags {
  watch?: boolean;
  json?: string;
  redis?: string;
  service?: string[];
}

const where = `
The budgets are read in the Redis that --redis or REDIS_URL names; else from the /metrics of the services on this machine
(INTAKE_PORT, SHAREPOINT_PORT, SYNC_PORT and the doors 3020, 3050 and 3060), or of those that --service names. Nothing is asked
of Dataverse. DATAVERSE_OPERATIONS_PER_DAY is what the operations in Redis are compared with.`;

/** `limits`: what is spent of the service protection limits, by whom, and when they will be reached. */
export const limits: StandaloneSubcommand = (program, choose) => {
  program
    .command('limits')
    .description(
      "Shows how much of Dataverse's service protection limits is spent, by whom, and for how long it lasts.",
    )
    .option('--watch', 'go on showing it: drawn anew on a terminal, elsewhere a line at intervals')
    .addOption(
      new Option('--redis <url>', 'read the budgets that processes share in this Redis')
        .argParser(addressOf('redis:', 'rediss:'))
        .conflicts('service'),
    )
    .option('--service <url...>', 'ask this service, such as http://127.0.0.1:3010', serviceUrl)
    .addOption(
      new Option('--json <file>', 'write it there instead; - is the standard output').conflicts('watch'),
    )
    .addHelpText('after', where)
    .action((flags: LimitsFlags) => choose((signal, env) => showLimits(flags, signal, env)));
};

async function showLimits(flags: LimitsFlags, signal: AbortSignal, env: NodeJS.ProcessEnv): Promise<number> {
  if (flags.json) await assertFolderOf(flags.json);
  const source = await sourceOf(flags, env, signal);
  try {
    if (flags.watch) await watch(() => source.read(), signal);
    else await showOnce(source, flags.json);
    return 0;
  } finally {
    source.close();
  }
}

async function showOnce(source: LimitsSource, json: string | undefined): Promise<void> {
  const views = await source.read();
  if (json) await writeJson(json, views);
  else process.stdout.write(`${views.map(limitsTable).join('\n\n')}\n`);
}

async function sourceOf(
  { service, redis }: LimitsFlags,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<LimitsSource> {
  if (service) return servicesSource({ urls: service, areNamed: true }, signal);
  const { redisUrl, operationsPerDay, services } = limitsSettings(env);
  const shared = redis ?? redisUrl;
  if (shared !== undefined) return redisSource(shared, operationsPerDay);
  return servicesSource({ urls: services, areNamed: false }, signal);
}

const serviceUrl = (text: string, before: string[] = []): string[] => [
  ...before,
  addressOf('http:', 'https:')(text).replace(/\/+$/, ''),
];

function addressOf(...protocols: string[]): (text: string) => string {
  return (text) => {
    if (URL.canParse(text) && protocols.includes(new URL(text).protocol)) return text;
    throw new InvalidArgumentError(`It must be an address with ${protocols.join(' or ')}//`);
  };
}
