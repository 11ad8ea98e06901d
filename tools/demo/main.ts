import { once } from 'node:events';
import { Command, InvalidArgumentError } from 'commander';
import { startEmbedded, type Embedded } from '../launcher/embedded.js';
import { PORTS_HELP } from '../launcher/ports-help.js';
import { assertFolderOf, writeJson } from '../json-file.js';
import { run } from '../run.js';
import { runDemo } from './demo.js';
import { wordsOf } from './report.js';
import { chooseSource } from './sources/sources.js';

interface DemoFlags {
  cases: number;
  all?: true;
  json?: string;
  keep?: true;
  fresh?: true;
  directory: string;
  data: string;
}

const command = new Command('demo')
  .description(
    'Starts every service and stand-in in one process, posts cases through the public door, and ends when each accepted case is in the stand-in for Dataverse. A second run on the same data creates nothing.',
  )
  .option('--cases <count>', 'how many cases to post', wholeNumber, 500)
  .option(
    '--all',
    'post every case of the real data (46,528), else 10,000 of the generator: 20 a second, as Dataverse allows',
  )
  .option('--json <file>', 'write the figures there')
  .option('--keep', 'keep everything running afterwards, until Ctrl-C')
  .option('--fresh', 'forget what earlier runs left in the directory')
  .option('--directory <path>', 'where everything keeps its data', '.causeway')
  .option('--data <path>', 'where the real cases lie, if they do', '../shared/data/cases')
  .addHelpText('after', PORTS_HELP);

await run(command, async (flags: DemoFlags, signal) => {
  if (flags.json) await assertFolderOf(flags.json);
  const source = chooseSource(flags.data, { all: flags.all === true });
  say(`cases: ${source.name}`);
  const causeway = await startEmbedded({
    directory: flags.directory,
    fresh: flags.fresh,
    env: process.env,
    log: (name) => say(`starting ${name}`),
  });
  try {
    const count = flags.all ? (source.size ?? 10_000) : flags.cases;
    const report = await runDemo(causeway, { source, count, signal });
    process.stdout.write(`\n${wordsOf(report)}\n`);
    if (flags.json) await writeJson(flags.json, report);
    if (flags.keep) await keepRunning(causeway, signal);
    return report.books === 'balance' ? 0 : 1;
  } finally {
    await causeway.close();
  }
});

async function keepRunning({ urls, logFile }: Embedded, signal: AbortSignal): Promise<void> {
  say('\nEverything keeps running until Ctrl-C:');
  for (const [name, url] of Object.entries(urls)) say(`  ${name.padEnd(15)} ${url}`);
  say(`  log             ${logFile}`);
  if (!signal.aborted) await once(signal, 'abort');
}

function wholeNumber(text: string): number {
  if (!/^\d{1,7}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
