import { Argument, Command, InvalidArgumentError } from 'commander';
import { assertFolderOf, writeJson } from '../../tools/json-file.js';
import { startProgress, type Progress } from '../../tools/progress.js';
import { run } from '../../tools/run.js';
import { BENCHES } from './benches.js';
import { inWords, thisMachine } from './machine.js';

interface BenchFlags {
  quick?: true;
  rounds?: number;
  rows?: number;
  json?: string;
}

const command = new Command('bench')
  .description('Measures our code against its peers and against the ceiling of what can be, in the same run.')
  .addArgument(new Argument('<name>', 'what is measured').choices(Object.keys(BENCHES)))
  .option('--quick', 'a minute at most; the figures are coarse')
  .option('--rounds <count>', 'how many rounds; each contender has its turn in each', wholeNumber)
  .option('--rows <count>', 'how many rows a turn', wholeNumber)
  .option('--json <file>', 'write the figures there')
  .addHelpText('after', () => `\nBenches:\n${inLines()}`);

await run(command, async ({ quick, json, ...given }: BenchFlags, signal) => {
  const name = String(command.processedArgs[0]);
  const listed = BENCHES[name];
  if (!listed) throw new Error(`There is no bench ${name}.`);
  if (json) await assertFolderOf(json);
  const bench = await listed.load();
  const machine = thisMachine();
  const size = { ...(quick ? bench.quick : bench.whole), ...given };
  const progress = lateProgress(name);
  const result = await bench
    .run({ ...size, isQuick: quick === true, signal, onStep: progress.step })
    .finally(progress.end);
  process.stdout.write(`${name}: ${listed.description}\n${inWords(machine)}\n\n${result.words}\n`);
  const figures = { bench: name, machine, ...size, ...result.figures };
  if (json) await writeJson(json, figures);
  return 0;
});

/** A bar that begins when the bench knows how long it is. */
function lateProgress(name: string) {
  let progress: Progress | undefined;
  return {
    step: (done: number, steps: number, note: string) => {
      progress ??= startProgress(name, steps);
      progress.update(done, note);
    },
    end: () => progress?.end(),
  };
}

function inLines(): string {
  return Object.entries(BENCHES)
    .map(([name, { description }]) => `  ${name}  ${description}`)
    .join('\n');
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new InvalidArgumentError('It must be a whole number above 0.');
  return Number(text);
}
