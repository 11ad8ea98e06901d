import { once } from 'node:events';
import { Command } from 'commander';
import { startEmbedded } from '../launcher/embedded.js';
import { PORTS_HELP } from '../launcher/ports-help.js';
import { run } from '../run.js';

const command = new Command('start')
  .description(
    'Starts every service and stand-in in one process on loopback, with a real PostgreSQL, until Ctrl-C.',
  )
  .option('--directory <path>', 'where everything keeps its data', '.causeway')
  .addHelpText('after', PORTS_HELP);

await run(command, async ({ directory }: { directory: string }, signal) => {
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  const causeway = await startEmbedded({
    directory,
    env: process.env,
    log: (name) => say(`starting ${name}`),
  });
  for (const [name, url] of Object.entries(causeway.urls)) say(`${name.padEnd(15)} ${url}`);
  say(`log             ${causeway.logFile}\nsettings        ${causeway.settingsFile}\nCtrl-C ends it.`);
  if (!signal.aborted) await once(signal, 'abort');
  await causeway.close();
  return 0;
});
