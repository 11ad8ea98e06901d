import type { Books, Entry } from './books.js';

/** What a run of the demo found, as `--json` writes it. */
export interface DemoReport extends Books {
  source: string;
  throttled429: number;
  latencyMs: { p50: number; p99: number };
  /** From the first post until the last case was in Dataverse. */
  seconds: number;
  casesPerSecond: number;
  books: 'balance' | 'do not balance';
}

/** Adds the times to the books. */
export function reportOf(
  books: Books,
  times: { source: string; throttled429: number; seconds: number; entries: readonly Entry[] },
): DemoReport {
  const { source, throttled429, seconds, entries } = times;
  const ms = entries.map(({ result }) => result.ms).sort((a, b) => a - b);
  return {
    source,
    ...books,
    throttled429,
    latencyMs: { p50: round(quantile(ms, 0.5)), p99: round(quantile(ms, 0.99)) },
    seconds: round(seconds),
    casesPerSecond: seconds > 0 ? round(books.accepted / seconds) : 0,
    books: books.differences.length === 0 ? 'balance' : 'do not balance',
  };
}

/** The report for people. */
export function wordsOf(report: DemoReport): string {
  const refused = Object.entries(report.refused).map(([reason, count]) => `${count} (${reason})`);
  const expected = Object.entries(report.expectedRefused).map(([rule, count]) => `${count} by rule ${rule}`);
  const lines = [
    ['source', report.source],
    ['posted', report.posted],
    [
      'accepted',
      `${report.accepted}${report.repeated ? `, ${report.repeated} of them known from before` : ''}`,
    ],
    ['refused', `${refused.join(', ') || 0}; expected ${expected.join(', ') || 0}`],
    ['created', report.created],
    ['missing', report.missing],
    ['doubled', report.doubled],
    ['429s', report.throttled429],
    ['answer', `p50 ${report.latencyMs.p50} ms, p99 ${report.latencyMs.p99} ms`],
    ['rate', `${report.casesPerSecond} cases/s over ${report.seconds} s`],
    ['books', report.books],
    ...report.differences.map((difference) => ['', difference]),
    ...(report.missing > 0 ? [['', 'Were the rows of the stand-in taken away? --fresh begins anew.']] : []),
  ];
  return lines.map(([name, value]) => `${String(name).padEnd(9)} ${value}`).join('\n');
}

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

const round = (value: number): number => Math.round(value * 10) / 10;
