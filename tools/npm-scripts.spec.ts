import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { eventually, startProgram } from '../test/support/child-process.js';

const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as { scripts: Record<string, string> };
const BUILD = 'npm run -s build';
const programs = Object.entries(scripts).filter(([, script]) => script.startsWith(`${BUILD} && `));

describe('the npm scripts', () => {
  it('end their program with the shell that npm runs them in', async () => {
    const script = scripts['stand-in']?.replace(BUILD, 'true') ?? '';
    const shell = startProgram('sh', ['-c', `${script} entra --port 0`], {});
    await eventually(() => Promise.resolve(expect(shell.output()).toContain('Ctrl-C ends it.')), shell);
    const [url = ''] = /http:\/\/\S+/.exec(shell.output()) ?? [];
    expect((await fetch(url)).status).toBeLessThan(500);

    await shell.stop();

    expect(shell.output()).toMatch(/^stopping$/m);
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });

  it.each(programs)('let the program take the place of the shell: %s', (_, script) => {
    expect(script).toMatch(/ && exec node /);
  });
});
