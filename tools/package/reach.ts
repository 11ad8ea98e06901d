import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import ts from 'typescript';

/** Everything that a door leads to: our own files below the root, and the packages of others. */
export interface Reach {
  files: Set<string>;
  packages: Set<string>;
}

/** Follows every import from a file, such as `libs/dataverse/src/index.js`, through what was built below `root`. */
export function reachOf(root: string, file: string, reach: Reach = emptyReach()): Reach {
  if (reach.files.has(file)) return reach;
  reach.files.add(file);
  for (const specifier of importsOf(readFileSync(join(root, file), 'utf8'))) {
    const target = ourFile(specifier, file);
    if (target !== undefined) reachOf(root, target, reach);
    else if (!isBuiltin(specifier)) reach.packages.add(packageOf(specifier));
  }
  return reach;
}

/** What two walks found, as one. */
export const joined = (reaches: readonly Reach[]): Reach => ({
  files: new Set(reaches.flatMap(({ files }) => [...files])),
  packages: new Set(reaches.flatMap(({ packages }) => [...packages])),
});

/** What a module or its declarations import, in the order of the text. */
export const importsOf = (text: string): string[] =>
  ts.preProcessFile(text).importedFiles.map(({ fileName }) => fileName);

/** `@nestjs/common/internal` is of the package `@nestjs/common`. */
export const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

function ourFile(specifier: string, from: string): string | undefined {
  const kind = from.endsWith('.d.ts') ? '.d.ts' : '.js';
  const [, lib, door = 'index'] = /^#lib\/([^/]+)(?:\/([^/]+))?$/.exec(specifier) ?? [];
  if (lib) return `libs/${lib}/src/${door}${kind}`;
  if (!specifier.startsWith('.')) return undefined;
  return join(from, '..', specifier).replace(/\.js$/, kind);
}

const emptyReach = (): Reach => ({ files: new Set(), packages: new Set() });
