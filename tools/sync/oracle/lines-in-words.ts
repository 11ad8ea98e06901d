import { tableOf } from '../../text-table.js';
import type { Facts } from './compare/differences.js';
import type { Line } from './line.js';

const COLUMNS = [
  ...['source', 'delivery', 'read', 'rejected', 'inserted', 'updated', 'unchanged', 'reactivated'],
  ...['deactivated', 'held', 'active_after', 'verdict'],
];

/** Everything that was tried, as a table, and then everything that differs. */
export function linesInWords(lines: readonly Line[]): string {
  const rows = lines.map((line) => ({
    ...line.counters,
    rejected: inOneLine(line.counters['rejected']),
    ...line,
    verdict: verdictOf(line),
  }));
  const differing = lines.flatMap(({ source, delivery, differs }) =>
    differs.map((difference) => `${source} ${delivery}: ${difference}`),
  );
  return [tableOf(COLUMNS, rows), ...differing, totalOf(differing.length)].join('\n');
}

export const verdictOf = ({ differs }: Line): string => (differs.length === 0 ? 'OK' : 'differs');

const inOneLine = (facts: Facts[string] = {}): string =>
  Object.entries(Object(facts) as Facts)
    .map(([name, fact]) => `${name} ${String(fact)}`)
    .join(', ');

function totalOf(differences: number): string {
  if (differences === 0) return 'Everything is as it must be.';
  return differences === 1 ? '1 difference' : `${differences} differences`;
}
