import type { Command } from 'commander';

/** What a subcommand does; the answer is the exit code. The signal aborts at Ctrl-C. */
export type Work = (signal: AbortSignal) => Promise<number>;

/** Adds itself to the command: a name, options, and in its action a call of `choose` with what it will do. */
export type Subcommand = (program: Command, choose: (work: Work) => void) => void;
