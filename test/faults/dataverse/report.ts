import type { Finding } from '../finding.js';
import type { RoundResult } from './round.js';
import { WAYS } from './writes.js';

/** A round, as `--json` writes it. */
export interface RoundFigures extends Omit<RoundResult, 'plan'> {
  number: number;
  trouble: string;
  ways: readonly string[];
  seed: number;
}

/** What the campaign did and found. */
export interface CampaignReport {
  seed: number;
  rounds: RoundFigures[];
  /** Rounds with the client that forgets GUIDs, whose findings are as they must be. */
  broken: RoundFigures[];
  total: { writes: number; lost: number; doubled: number; wrong: number };
  /** Why the campaign has not shown what it is for. */
  missed: string[];
}

export function reportOf(results: readonly RoundResult[], seed: number): CampaignReport {
  const [rounds, broken] = [false, true].map((isBroken) =>
    results.filter(({ plan }) => (plan.forgetsIds ?? false) === isBroken).map(figuresOf),
  ) as [RoundFigures[], RoundFigures[]];
  const findings = rounds.flatMap((round) => round.findings);
  const count = (kind: Finding['kind']) => findings.filter((one) => one.kind === kind).length;
  return {
    seed,
    rounds,
    broken,
    total: {
      writes: rounds.reduce((sum, { writes }) => sum + writes, 0),
      ...{ lost: count('lost'), doubled: count('doubled'), wrong: count('wrong') },
    },
    missed: [...rounds.flatMap(withoutStrike), ...broken.flatMap(notFoundOut)],
  };
}

/** True when nothing was wrong, and the campaign has shown what it is for. */
export const isGood = ({ total: { lost, doubled, wrong }, missed }: CampaignReport): boolean =>
  lost + doubled + wrong + missed.length === 0;

const figuresOf = ({ plan, ...result }: RoundResult): RoundFigures => ({
  ...{ number: plan.number, trouble: plan.trouble.name, ways: plan.ways, seed: plan.seed },
  ...result,
});

const withoutStrike = ({ number, trouble, struck }: RoundFigures): string[] => {
  const strikes = Object.values(struck);
  return strikes.length > 0 && strikes.every((times) => times === 0)
    ? [`${trouble} has struck nobody in round ${number}`]
    : [];
};

/** By each way, rows must have been found twice. */
const notFoundOut = ({ number, ways, findings }: RoundFigures): string[] =>
  WAYS.filter((way) => ways.includes(way))
    .filter((way) => !findings.some(({ kind, what }) => kind === 'doubled' && what.includes(`/${way}/`)))
    .map((way) => `a client that forgets its GUIDs was not found out by ${way} in round ${number}`);

/** One line a round, and the first of what was found. */
export function wordsOfRound(result: RoundResult, rounds: number): string {
  const { plan, writes, requests, struck, givenBack, findings, seconds } = result;
  const who = plan.forgetsIds ? ', with a client that forgets its GUIDs' : '';
  const most = plan.forgetsIds ? 1 : 5;
  return [
    `round ${plan.number}/${rounds} (${plan.trouble.name}; ${plan.ways.join(', ')}${who}; seed ${plan.seed}): ` +
      `${writes} writes, ${requests} requests, struck: ${inWords(struck)}; given back: ${inWords(givenBack)}; ` +
      `${findings.length} findings${plan.forgetsIds ? ', which must be' : ''}; ${seconds} s`,
    ...findings
      .slice(0, most)
      .map(({ kind, what }) => `    ${plan.forgetsIds ? 'caught, as it must be: ' : ''}${kind}: ${what}`),
  ].join('\n');
}

/** The whole, for people. */
export function wordsOf({ seed, rounds, broken, total, missed }: CampaignReport): string {
  return [
    ['seed', seed],
    ['rounds', rounds.length],
    ['writes', total.writes],
    ['outcomes', outcomesOf(rounds)],
    ['lost', total.lost],
    ['doubled', total.doubled],
    ['wrong', total.wrong],
    ['broken', brokenInWords(broken)],
    ...missed.map((what) => ['missed', what]),
  ]
    .map(([name, value]) => `${String(name).padEnd(10)} ${value}`)
    .join('\n');
}

function brokenInWords(broken: readonly RoundFigures[]): string {
  if (broken.length === 0) return 'not tried';
  const found = broken.reduce((sum, { findings }) => sum + findings.length, 0);
  return `a client that forgets its GUIDs was ${found > 0 ? 'caught, as it must be' : 'NOT caught'}: ${found} findings`;
}

function outcomesOf(rounds: readonly RoundFigures[]): string {
  const sums: Record<string, number> = {};
  for (const [outcome, count] of rounds.flatMap(({ outcomes }) => Object.entries(outcomes)))
    sums[outcome] = (sums[outcome] ?? 0) + count;
  return inWords(sums);
}

const inWords = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ') || 'none';
