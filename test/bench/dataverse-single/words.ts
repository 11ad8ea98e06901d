import { type Spread, spreadInWords } from '../spread.js';
import { tableOf } from '../table.js';
import type { ContenderName } from './contenders.js';
import type { KindFigures, Ratio } from './figures.js';
import type { LayerFigures, LayersFigures } from './layers.js';

export interface Findings {
  ceiling: string;
  versions: Readonly<Record<string, string>>;
  rounds: number;
  rows: number;
  kinds: readonly KindFigures[];
  layers: LayersFigures;
}

/** The whole, for people. */
export function inWords({ ceiling, versions, rounds, rows, kinds, layers }: Findings): string {
  const peers = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return [
    `causeway is this repository's DataverseClient; ${peers.join(', ')}`,
    `${rounds} rounds of ${rows} rows a turn after one that warms up; every figure: median (min–max) of the rounds`,
    ceiling,
    '',
    ...kinds.flatMap((kind) => [ratesTable(kind), '']),
    ratiosTable(kinds),
    '',
    layersTable('What each client policy costs a request, in memory', layers.policies),
    '',
    layersTable('What each layer costs a retrieve on the wire, 16 in flight', layers.wire),
  ].join('\n');
}

function ratesTable({ operation, concurrency, contenders }: KindFigures): string {
  const rows = Object.entries(contenders).map(([name, { rowsPerCpuSecond, rowsPerSecond, p50Ms, p99Ms }]) => [
    name,
    spreadInWords(rowsPerCpuSecond),
    spreadInWords(rowsPerSecond),
    spreadInWords(p50Ms, 2),
    spreadInWords(p99Ms, 2),
  ]);
  const head = ['', 'rows/CPU second', 'rows/s', 'p50 ms', 'p99 ms'];
  return tableOf(`${operation}, ${concurrency} at a time`, head, rows);
}

function ratiosTable(kinds: readonly KindFigures[]): string {
  const [first] = kinds;
  const pairs = first?.ratios.map(({ of, to }) => [of, to] as const) ?? [];
  const rows = kinds.flatMap(({ operation, concurrency, ratios }) => [
    [`${operation}, ${concurrency}: rows/CPU second`, ...cells(ratios, 'rowsPerCpuSecond', pairs)],
    [`${operation}, ${concurrency}: rows/s`, ...cells(ratios, 'rowsPerSecond', pairs)],
  ]);
  return tableOf(
    'Ratios, pair by pair in each round',
    ['', ...pairs.map(([of, to]) => `${of} / ${to}`)],
    rows,
  );
}

const cells = (
  ratios: readonly Ratio[],
  figure: 'rowsPerCpuSecond' | 'rowsPerSecond',
  pairs: readonly (readonly [ContenderName, ContenderName])[],
): string[] =>
  pairs.map(([of, to]) => {
    const ratio = ratios.find((one) => one.of === of && one.to === to);
    return ratio ? asTimes(ratio[figure]) : '';
  });

const asTimes = (spread: Spread): string => spreadInWords(spread, 2);

function layersTable(title: string, layers: readonly LayerFigures[]): string {
  const rows = layers.map(({ name, cpuUs }, rung) => [
    rung === 0 ? name : `+ ${name}`,
    spreadInWords(cpuUs, 1),
  ]);
  return tableOf(title, ['', 'CPU microseconds'], rows);
}
