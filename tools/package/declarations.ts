import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';

const COMPILER = resolve('node_modules/typescript7/bin/tsc');

/**
 * Writes the type declarations of these sources, and of everything that they import, below `directory`. The compiler wants
 * a file for it, since it takes no single sources where there is a tsconfig.json.
 *
 * @throws Error with what the compiler says
 */
export async function emitDeclarations(sources: readonly string[], directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  const project = join(directory, 'tsconfig.json');
  await writeFile(project, JSON.stringify(projectOf(sources, directory)));
  try {
    await promisify(execFile)(process.execPath, [COMPILER, '-p', project]);
  } catch (error) {
    throw new Error(`The declarations cannot be written.\n${outputOf(error)}`, { cause: error });
  }
}

function projectOf(sources: readonly string[], directory: string) {
  const from = (path: string) => relative(directory, path);
  return {
    extends: from('tsconfig.base.json'),
    compilerOptions: {
      rootDir: from('.'),
      outDir: '.',
      declaration: true,
      emitDeclarationOnly: true,
      sourceMap: false,
    },
    files: sources.map(from),
  };
}

const outputOf = (error: unknown): string =>
  error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
