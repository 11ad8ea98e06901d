import type { Command } from 'commander';

/** What a subcommand does; the answer is the exit code. The signal aborts at Ctrl-C. */
export type Work = (signal: AbortSignal) => Promise<number>;

/**
 * Adds itself to the command: a name, options, and in its action a call of `choose` with what it will do. What the work needs is loaded
 * when it begins: whoever asks for help, or is told of a wrong option, does not wait for it.
 */
export type Subcommand = (program: Command, choose: (work: Work) => void) => void;
