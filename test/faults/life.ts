import { fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** One process, from its start to its end. */
export interface Life {
  /** True when it says that it serves, false when it was killed before. Rejects when it ended by itself. */
  readonly serves: Promise<boolean>;
  /** Fulfilled when it has been killed, by itself or by us. Rejects when it ended in any other way. */
  readonly end: Promise<void>;
  readonly pid: number | undefined;
  /** Sends it a message; one that has gone hears nothing. */
  tell(message: object): void;
  /** SIGKILL; resolves when the process has gone. */
  kill(): Promise<void>;
}

export interface LifeOptions {
  /** For messages. */
  name: string;
  /** The compiled main file. */
  program: URL;
  args?: readonly string[];
  env?: NodeJS.ProcessEnv;
  /** Where its output is appended to. */
  logFile: string;
  /** Hears when the process ended by itself. */
  onBroken: (error: Error) => void;
}

/** Starts a process that says so when it serves, and that is to end by SIGKILL and in no other way. */
export function startLife({ name, program, args = [], env = {}, logFile, onBroken }: LifeOptions): Life {
  const log = openSync(logFile, 'a');
  const child = fork(fileURLToPath(program), args, {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', log, log, 'ipc'],
    execArgv: [],
  });
  closeSync(log);
  const exit = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const end = exit.then(([code, signal]) => {
    if (signal === 'SIGKILL') return;
    throw new Error(`${name} ended by itself (${signal ?? code}). The end of its log:\n${endOf(logFile)}`);
  });
  const serves = Promise.race([once(child, 'message').then(() => true), end.then(() => false)]);
  end.catch(onBroken);
  // Nobody may be there yet when it rejects.
  serves.catch(() => undefined);
  return {
    serves,
    end,
    pid: child.pid,
    tell: (message) => void (child.connected && child.send(message, () => undefined)),
    kill: async () => {
      child.kill('SIGKILL');
      await exit;
    },
  };
}

const endOf = (logFile: string): string =>
  readFileSync(logFile, 'utf8').trim().split('\n').slice(-8).join('\n');
