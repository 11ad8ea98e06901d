import { type Goal, goalsInWords } from '../goal.js';
import { type Spread, spreadInWords, spreadOf } from '../spread.js';
import { tableOf } from '../table.js';
import type { SyncRound } from './sync-round.js';
import type { SyncResult } from './syncer.child.js';

const mostRssMiB = 300;

export const goalsOf = (rounds: readonly SyncRound[]): Goal[] => [
  {
    what: `the process needs no more than ${mostRssMiB} MiB`,
    isReached: rounds.every(({ next }) => next.peakRssMiB <= mostRssMiB),
  },
];

export function inWords(rows: number, rounds: readonly SyncRound[], goals: readonly Goal[]): string {
  const phases = [...new Set(rounds.flatMap(({ first, next }) => [first, next].flatMap(phasesOf)))];
  const of = (which: keyof SyncRound, figure: (result: SyncResult) => number): Spread =>
    spreadOf(rounds.map((round) => figure(round[which])));
  const line = (name: string, figure: (result: SyncResult) => number, digits = 0): string[] => [
    name,
    spreadInWords(of('first', figure), digits),
    spreadInWords(of('next', figure), digits),
  ];
  const took = (phase: string) => (result: SyncResult) => (result.tookMs[phase] ?? 0) / 1_000;
  const whole = ({ wallMs }: SyncResult) => wallMs / 1_000;
  const { first, next } = rounds[0] ?? {};
  return [
    tableOf(
      `${rows} rows from a CSV file, ${rounds.length} rounds; one worker, limits off; median (minimum–maximum):`,
      ['', 'all new', '1 % changed'],
      [
        ...phases.map((phase) => line(`${phase}, s`, took(phase), 1)),
        line('all of it, s', whole, 1),
        line('rows/s, all phases', (result) => result.read / whole(result)),
        line('rows/s, landing', (result) => (result.read * 1_000) / (result.tookMs['landing'] ?? NaN)),
        line('rows/s, written', (result) => (result.written * 1_000) / (result.tookMs['write'] ?? NaN)),
        line('processor, s', ({ cpuMs }) => cpuMs / 1_000, 1),
        line('peak RSS so far, MiB', ({ peakRssMiB }) => peakRssMiB),
      ],
    ),
    `Written: ${first?.written ?? 0}, then ${next?.written ?? 0}; unchanged then: ${next?.unchanged ?? 0}.`,
    goalsInWords(goals),
  ].join('\n');
}

const phasesOf = ({ tookMs }: SyncResult): string[] => Object.keys(tookMs);
