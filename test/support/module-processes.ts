import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** Small programs of a spec, each a process of its own that may be killed. */
export interface ModuleProcesses {
  /** Starts a Node process that runs this ES module; it may import `#lib/<name>`, as it was built before all specs. */
  start(program: string, options?: SpawnOptions): Promise<ChildProcess>;
  remove(): Promise<void>;
}

/** Keeps the programs in a folder below the repository, where Node finds its imports. */
export async function moduleProcesses(): Promise<ModuleProcesses> {
  await mkdir('.causeway', { recursive: true });
  const directory = resolve(await mkdtemp('.causeway/programs-'));
  // Some programs are run as another user.
  await chmod(directory, 0o755);
  let programs = 0;
  return {
    async start(program, options = {}) {
      programs += 1;
      const file = join(directory, `program-${String(programs)}.js`);
      await writeFile(file, program);
      return spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'], ...options });
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

/** Waits for the first line on a child's output that starts with `word` and returns the rest of it. */
export function lineOf(child: ChildProcess, word: string): Promise<string> {
  return new Promise((done, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk) => {
      text += String(chunk);
      const line = text.split('\n').find((candidate) => candidate.startsWith(`${word} `));
      if (line !== undefined) done(line.slice(word.length + 1));
    });
    child.once('exit', (code) => {
      reject(new Error(`The process ended (${String(code)}) before it said "${word}": ${text}`));
    });
  });
}
