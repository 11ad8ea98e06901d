import { type Spread, spreadInWords, spreadOf } from '../spread.js';
import { tableOf } from '../table.js';
import type { Look, StreamResult } from './writer.child.js';

export function inWords(rows: number, streams: readonly StreamResult[]): string {
  const looks = streams[0]?.looks ?? [];
  const table = tableOf(
    `${rows} rows, one asynchronous iterable, ${streams.length} rounds; median (minimum–maximum):`,
    ['after rows', 'heap after collection, MiB', 'peak RSS so far, MiB'],
    looks.map((look, place) => [
      String(look.rows),
      spreadInWords(
        over(streams, place, ({ heapMiB }) => heapMiB),
        1,
      ),
      spreadInWords(
        over(streams, place, ({ peakRssMiB }) => peakRssMiB),
        1,
      ),
    ]),
  );
  const rates = spreadOf(streams.map(({ wallMs }) => (rows * 1_000) / wallMs));
  const cpu = spreadOf(streams.map(({ cpuMs }) => (cpuMs * 1_000) / rows));
  return [
    table,
    '',
    `${spreadInWords(rates)} rows/s, ${spreadInWords(cpu, 1)} ms of processor time for 1,000 rows.`,
  ].join('\n');
}

const over = (streams: readonly StreamResult[], place: number, of: (look: Look) => number): Spread =>
  spreadOf(streams.flatMap(({ looks }) => looks[place] ?? []).map(of));
