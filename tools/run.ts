import { Command, CommanderError } from 'commander';

const FAILURE = 1;
const WRONG_USAGE = 2;
const INTERRUPTED = 130;

/** A command that has subcommands. They inherit how it takes wrong usage, so that is settled before they are added. */
export const commandWithSubcommands = (name: string): Command =>
  new Command(name).exitOverride().showHelpAfterError('(--help tells more)');

/**
 * Runs one of the project's commands: wrong usage ends with code 2, a failure in words with code 1, Ctrl-C in order with 130.
 *
 * @param action does the work and gives the exit code; its signal aborts at Ctrl-C
 */
export async function run<Flags>(
  command: Command,
  action: (flags: Flags, signal: AbortSignal) => Promise<number>,
): Promise<void> {
  command.exitOverride().allowExcessArguments(false).showHelpAfterError('(--help tells more)');
  process.stdout.on('error', endWithReader);
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      process.stderr.write(interrupt.signal.aborted ? 'still stopping\n' : '\nstopping\n');
      interrupt.abort();
    });
  }
  try {
    command.parse();
    process.exitCode = await action(command.opts() as Flags, interrupt.signal);
  } catch (error) {
    process.exitCode = exitCodeFor(error, interrupt.signal);
    // What could not start may leave behind what nobody can end, such as a part that waits for the database of the rest.
    if (process.exitCode === FAILURE) process.exit();
  }
}

/** Whoever reads the output has seen enough (`| head`): so has the command. */
function endWithReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
}

function exitCodeFor(error: unknown, interrupted: AbortSignal): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USAGE;
  if (interrupted.aborted) {
    process.stderr.write('stopped\n');
    return INTERRUPTED;
  }
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  return FAILURE;
}
