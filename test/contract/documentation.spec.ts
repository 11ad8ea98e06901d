import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { setting } from '#lib/config';
import { PROBLEMS } from '#lib/problem';

const apps = readdirSync('apps');
const services = apps.filter((app) => existsSync(join('apps', app, 'src', 'main.ts')));

/** Those of every service that works in Dataverse. */
const sharedSettings = readFileSync('libs/dataverse-service/src/service-settings.ts', 'utf8');

/** The rows of the Markdown table that begins with this heading, as cells. */
const tableOf = (markdown: string, heading: string): string[][] => {
  const [, table = ''] = markdown.split(new RegExp(`^\\| ${heading} +\\|.*\\n\\|[-| ]+\\n`, 'm'));
  const rows = (table.split('\n\n')[0] ?? '').split('\n').filter((line) => line.startsWith('|'));
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  );
};

describe('the documentation', () => {
  it.each(services)('of %s lists exactly the settings of its schema', (app) => {
    const readme = readFileSync(join('apps', app, 'README.md'), 'utf8');
    const own = readFileSync(join('apps', app, 'src', `${app}.config.ts`), 'utf8');
    const config = own.includes('...dataverseSettings') ? own + sharedSettings : own;
    const settings = [...config.matchAll(/^ {2,4}([A-Z][A-Z_]+):([^]*?),\n(?= {2,4}[A-Z]| {0,2}\})/gm)];
    expect(settings.length).toBeGreaterThan(5);
    const documented = tableOf(readme, 'name').map(([name, fallback]) => [name, fallback]);
    expect(documented.sort()).toEqual(
      settings.map(([, name, schema]) => [name, defaultOf(schema ?? '')]).sort(),
    );
  });

  it('lists exactly the problems that there are, each with its status', () => {
    const page = readFileSync('docs/problems.md', 'utf8');
    const problems = Object.entries(PROBLEMS).map(([code, { status, title }]) => [
      code,
      String(status),
      title,
    ]);
    expect(tableOf(page, 'code')).toEqual(problems);
  });

  it('names no file that is not there', () => {
    const folders = ['apps', 'dataverse', 'docs', 'integrations', 'libs', 'stand-ins', 'test', 'tools'];
    const paths = folders.flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
    );
    const pages = ['README.md', 'CONTRIBUTING.md', ...paths.filter((path) => path.endsWith('.md'))];
    expect(pages.length).toBeGreaterThan(30);
    const broken = pages.flatMap((page) =>
      [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:)([^)#]+)/g)]
        .map(([, target]) => join(dirname(page), target ?? ''))
        .filter((target) => !existsSync(target))
        .map((target) => `${page}: ${target}`),
    );
    expect(broken).toEqual([]);
  });
});

/** The default in a line of a schema: `.default('x')`, the argument of a kind of setting, or that of the kind itself. */
function defaultOf(schema: string): string {
  if (schema.includes('setting.logLevel()')) return setting.logLevel().parse(undefined);
  const [, text] = /\.default\('([^']*)'\)/.exec(schema) ?? [];
  const [, number] = /setting\.(?:port|milliseconds|count)\(([\d_]+)\)/.exec(schema) ?? [];
  return text ?? number?.replaceAll('_', '') ?? '';
}
