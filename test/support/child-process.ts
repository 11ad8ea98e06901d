import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** A program that a spec started, with what it has printed so far. */
export interface Started {
  child: ChildProcess;
  output(): string;
  /** Ends it by SIGTERM, and gives its exit code. */
  stop(): Promise<number | null>;
}

/** Starts a program with exactly this environment, beside what it takes to find programs. */
export function startProgram(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  cwd?: string,
): Started {
  const child = spawn(command, args, {
    env: { PATH: process.env['PATH'], ...env },
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const keep = (chunk: Buffer) => (printed += chunk.toString());
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const exited = once(child, 'exit');
  return {
    child,
    output: () => printed,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await exited;
      return child.exitCode;
    },
  };
}

/** How a program ended, and what it has printed. */
export interface Said {
  /** Null when it was killed. */
  code: number | null;
  out: string;
  err: string;
}

/** Runs a compiled program to its end, with exactly this environment beside what it takes to find programs. */
export const runProgram = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Said> =>
  saidBy(startProgram(process.execPath, args, env).child);

/** What a child says until its end. */
export async function saidBy(child: ChildProcess): Promise<Said> {
  const said = { out: '', err: '' };
  child.stdout?.on('data', (chunk) => (said.out += String(chunk)));
  child.stderr?.on('data', (chunk) => (said.err += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...said };
}

/** Waits until `check` succeeds; fails with its last error, or with what the program printed if it has ended. */
export async function eventually(
  check: () => Promise<unknown>,
  program?: Started,
  withinMs = 20_000,
): Promise<void> {
  const giveUpAt = Date.now() + withinMs;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (program && program.child.exitCode !== null)
        throw new Error(`It ended: ${program.output()}`, { cause: error });
      if (Date.now() > giveUpAt)
        throw new Error(`Not within ${withinMs} ms. ${program?.output() ?? ''}`, { cause: error });
      await sleep(50);
    }
  }
}
