import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { XMLValidator } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportPage } from './report-page.js';
import { sampleReport } from './testing/sample-report.js';
import { writeReport } from './write-report.js';

/** What a reader sees, a line a row of a table. */
const textOf = (page: string) =>
  page
    .replace(/<style>.*<\/style>/s, '')
    .replace(/<\/t[dh]>/g, ' | ')
    .replace(/<[^>]+>/g, '');

describe('the page of a run', () => {
  it('tells what was read, rejected, written and refused, what it cost, and how it reconciles', () => {
    const text = textOf(reportPage(sampleReport()));
    for (const line of [
      'Run 17 of street-lamps: done',
      'Ended | 2026-11-30 03:27:30 UTC, after 12 min 30 s',
      '4 | lamps_1.csv | applied | 1,200 | R3 12, R4 1 | 1,000 | 100 | 87 | 5 | 7 | 0 | 2 | 1,180',
      '5 | lamps_2.csv | refused (delivery-truncated): lamps_2.csv ends in the middle.',
      'write | street-lamps | 1,100 | written 1,097 | 5 | choice-unknown 3',
      'deactivate | street-lamps | not come to',
      'street-lamps | choice-unknown | 3',
      'Still pending | 7',
      'Requests | 14',
      'Waited for the budget | executionTime 3 s',
      'The limits allow | 321 a second (executionTime)',
      'street-lamps | 1,180 | 1L-9 | 0 | 0 | 0',
      'street-lamps/owners | not compared: Dataverse could not be read. (throttled)',
    ])
      expect(text).toContain(line);
  });

  it('says why a run failed', () => {
    const failure = { code: 'bulk-call-refused', says: 'The column cw_name is not there.' };
    const text = textOf(reportPage(sampleReport({ state: 'failed', failure })));
    expect(text).toContain('bulk-call-refused The column cw_name is not there.');
  });

  it('shows whatever stands in names and keys, and takes none of it for markup', () => {
    const hostile = `<script>alert("1")</script>&amp;'\u0000`;
    const [delivery] = sampleReport().deliveries;
    const page = reportPage(
      sampleReport({
        integration: hostile,
        failure: { code: hostile, says: hostile },
        deliveries: delivery ? [{ ...delivery, name: hostile, rejected: { [hostile]: 1 } }] : [],
        quarantined: [{ step: hostile, code: hostile, rows: 1 }],
        tookMs: { [hostile]: 1 },
        reconciliation: sampleReport().reconciliation.map((step) =>
          step.outcome === 'compared' ? { ...step, extra: { rows: 1, keys: [hostile] } } : step,
        ),
      }),
    );
    expect(page).not.toContain('<script');
    expect(page.split('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;amp;&#39;\uFFFD')).toHaveLength(
      11,
    );
    expect(XMLValidator.validate(page)).toBe(true);
  });

  it('loads nothing and runs nothing', () => {
    const page = reportPage(sampleReport());
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(page).not.toMatch(/src=|href=|url\(|@import/);
  });
});

describe('a report that is written', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'causeway-reports-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is there for programs and for people, and for its owner alone', async () => {
    const report = sampleReport();
    const { json, page } = await writeReport(join(folder, 'new'), report);
    expect(json).toBe(join(folder, 'new', 'street-lamps-17.json'));
    expect(JSON.parse(await readFile(json, 'utf8'))).toEqual(JSON.parse(JSON.stringify(report)));
    expect(await readFile(page, 'utf8')).toBe(reportPage(report));
    for (const file of [json, page]) expect((await stat(file)).mode & 0o077).toBe(0);
  });
});
