import { writeFile } from 'node:fs/promises';
import { Command, CommanderError } from 'commander';
import { assertFolderOf, writeJson } from '../../tools/json-file.js';
import { startProgress } from '../../tools/progress.js';
import { run } from '../../tools/run.js';
import { runCampaign, selected } from './campaign.js';
import { connect, type Connected } from './connect.js';
import { markdownOf } from './report/markdown.js';
import { reportOf, type Report } from './report/summary.js';
import { wordsOf } from './report/terminal.js';
import { refusalOf } from './sandbox.js';
import { readSettings } from './settings.js';
import { isDifferent } from './verdict.js';

interface Flags {
  url?: string;
  only?: string;
  list?: true;
  json?: string;
  markdown?: string;
  withThrottling?: true;
  yesThisIsASandbox?: true;
}

const command = new Command('conformance')
  .description(
    'Holds a Dataverse environment, a stand-in or a real sandbox, against documented exchanges, and tells every difference. It writes accounts, contacts, cases and notes of its own, and deletes them again.',
  )
  .option('--url <url>', 'the organisation (default: DATAVERSE_URL, else the local stand-in)')
  .option('--only <pattern>', 'only what has this in its subject or name; * stands for anything')
  .option('--list', 'list what would be judged, and end')
  .option('--json <file>', 'write the whole report there')
  .option('--markdown <file>', 'write it there for people')
  .option('--with-throttling', 'run into the limit on requests, on this machine alone')
  .option('--yes-this-is-a-sandbox', 'needed for any address that is not of this machine');

await run(command, async (flags: Flags, signal) => {
  const wanted = selected(flags.only);
  if (wanted.length === 0) throw wrongUsage(`Nothing has "${flags.only}" in its subject or name.`);
  if (flags.list) {
    for (const { subject, name } of wanted) process.stdout.write(`${subject}: ${name}\n`);
    return 0;
  }
  const settings = readSettings(flags.url);
  const refusal = refusalOf(settings.url, flags.yesThisIsASandbox === true);
  if (refusal) throw wrongUsage(refusal);
  if (flags.json) await assertFolderOf(flags.json);
  if (flags.markdown) await assertFolderOf(flags.markdown, '--markdown');
  const environment = await connect(settings, flags.withThrottling === true);
  const progress = startProgress('judged', wanted.length);
  try {
    let done = 0;
    const { mark, verdicts, leftovers } = await runCampaign(environment, wanted, {
      signal,
      onVerdict: () => progress.update((done += 1)),
    });
    progress.end();
    await write(reportOf(verdicts, kindOf(environment), new Date()), flags);
    tellLeftovers(leftovers, mark);
    signal.throwIfAborted();
    return verdicts.some(isDifferent) || leftovers.length > 0 ? 1 : 0;
  } finally {
    await environment.close();
  }
});

async function write(report: Report, { json, markdown }: Flags): Promise<void> {
  process.stdout.write(`${wordsOf(report.verdicts)}\n`);
  if (json) await writeJson(json, report);
  if (markdown) await writeFile(markdown, markdownOf(report));
}

function tellLeftovers(leftovers: readonly string[], mark: string): void {
  if (leftovers.length === 0) return;
  process.stderr.write(
    `These rows could not be deleted (their names have ${mark} in them):\n${leftovers.map((one) => `  ${one}\n`).join('')}`,
  );
}

function kindOf({ isLoopback, control }: Connected): Report['environment'] {
  if (!isLoopback) return 'a real environment';
  return control ? 'a stand-in' : 'a service on this machine';
}

/** Tells what is wrong, and ends the command with 2. */
function wrongUsage(message: string): CommanderError {
  process.stderr.write(`${message}\n`);
  return new CommanderError(2, 'conformance.wrongUsage', message);
}
