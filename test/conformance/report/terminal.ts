import Table from 'cli-table3';
import type { Difference } from '../matching/difference.js';
import { OUTCOMES, type Verdict } from '../verdict.js';
import { bySubject, countsOf } from './summary.js';

/** The figures by subject, then what a person has to read. */
export function wordsOf(verdicts: readonly Verdict[]): string {
  const told = verdicts.filter(({ outcome }) => outcome !== 'same').map(wordsOfOne);
  return [figures(verdicts), ...told].join('\n');
}

function figures(verdicts: readonly Verdict[]): string {
  const table = new Table({ head: ['', ...OUTCOMES], style: { head: [], border: [], compact: true } });
  for (const [subject, group] of bySubject(verdicts)) table.push([subject, ...cells(group)]);
  table.push(['all', ...cells(verdicts)]);
  return table.toString();
}

function cells(verdicts: readonly Verdict[]): string[] {
  const counts = countsOf(verdicts);
  return OUTCOMES.map((outcome) => String(counts[outcome]));
}

/** One verdict in lines of its own. */
export function wordsOfOne(verdict: Verdict): string {
  const lines = [`${verdict.outcome}: ${verdict.subject}: ${verdict.name}`];
  if ('because' in verdict) lines.push(`  ${verdict.because}`);
  if ('differences' in verdict) lines.push(...verdict.differences.map(wordsOfDifference));
  if (verdict.source && verdict.outcome === 'different')
    lines.push(`  [${verdict.source.evidence}] ${verdict.source.page} (${verdict.source.heading})`);
  return lines.join('\n');
}

const wordsOfDifference = ({ at, expected, got }: Difference): string =>
  `  ${at}: expected ${expected}, got ${got}`;
