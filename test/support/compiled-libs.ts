import { type ChildProcess, execFile, spawn, type SpawnOptions } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

/** The libs as plain JavaScript, for specs that kill a real process. */
export interface CompiledLibs {
  /** Starts a Node process that runs this ES module; it may import `#lib/<name>`. */
  start(program: string, options?: SpawnOptions): Promise<ChildProcess>;
  remove(): Promise<void>;
}

const swc = resolve('node_modules/@swc/cli/bin/swc.js');

/** Compiles into a folder of its own below the repository, so that nobody depends on an earlier build. */
export async function compileLibs(): Promise<CompiledLibs> {
  await mkdir('.causeway', { recursive: true });
  const directory = resolve(await mkdtemp('.causeway/compiled-'));
  await promisify(execFile)(process.execPath, [
    swc,
    'libs',
    '-d',
    directory,
    '--config-file',
    '.swcrc',
    '--quiet',
  ]);
  const imports = { '#lib/*': './libs/*/src/index.js' };
  await writeFile(join(directory, 'package.json'), JSON.stringify({ type: 'module', imports }));
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
