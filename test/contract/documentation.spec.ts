import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROBLEMS } from '#lib/problem';

const apps = readdirSync('apps');

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
  it.each(apps)('of %s lists exactly the settings of its schema', (app) => {
    const readme = readFileSync(join('apps', app, 'README.md'), 'utf8');
    const config = readFileSync(join('apps', app, 'src', `${app}.config.ts`), 'utf8');
    const settings = [...config.matchAll(/^ {4}([A-Z][A-Z_]+):/gm)].map(([, name]) => name);
    expect(settings.length).toBeGreaterThan(5);
    expect(
      tableOf(readme, 'name')
        .map(([name]) => name)
        .sort(),
    ).toEqual(settings.sort());
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
    const pages = [
      'README.md',
      'CONTRIBUTING.md',
      ...apps.map((app) => `apps/${app}/README.md`),
      ...decisions(),
    ];
    const broken = pages.flatMap((page) =>
      [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:)([^)#]+)/g)]
        .map(([, target]) => join(dirname(page), target ?? ''))
        .filter((target) => !existsSync(target))
        .map((target) => `${page}: ${target}`),
    );
    expect(broken).toEqual([]);
  });
});

const decisions = () => readdirSync('docs/decisions').map((file) => `docs/decisions/${file}`);
