import type { Finding } from './finding.js';
import type { RoundResult } from './round.js';
import type { Waypoint } from './waypoints.js';

/** The figures of a round, or of all rounds together. */
export interface Figures {
  posted: number;
  accepted: number;
  lost: number;
  doubled: number;
  /** What contradicts what was posted or told, but is neither lost nor doubled. */
  wrong: number;
  killsAtWaypoints: number;
  randomKills: number;
  standInKills: number;
  droppedReplies: number;
  seconds: number;
}

/** What a campaign did and found, as `--json` writes it. */
export interface CampaignReport {
  seed: number;
  rounds: (Figures & { number: number; mode: string; findings: Finding[] })[];
  total: Figures;
  /** How many answers of each status the website had; `none` where the connection ended without one. */
  answers: Record<string, number>;
  killsByWaypoint: Record<string, number>;
  /** Waypoints at which nobody was ever killed: the campaign has not shown what it is for. */
  missed: string[];
}

export function reportOf(
  results: readonly RoundResult[],
  { seed, waypoints }: { seed: number; waypoints: readonly Waypoint[] },
): CampaignReport {
  const rounds = results.map((result) => ({
    number: result.plan.number,
    mode: result.plan.mode,
    ...figuresOf(result),
    findings: result.findings,
  }));
  const kills = results.flatMap(({ killedAt }) => killedAt);
  const killsByWaypoint = Object.fromEntries(
    waypoints.map((name) => [name, kills.filter((one) => one === name).length]),
  );
  const missed = waypoints.filter((name) => !kills.includes(name));
  return {
    seed,
    rounds,
    total: sumOf(rounds),
    answers: sumByName(results.map(({ answers }) => answers)),
    killsByWaypoint,
    missed,
  };
}

/** The figures of one round. */
export function figuresOf(result: RoundResult): Figures {
  const count = (kind: Finding['kind']) => result.findings.filter((one) => one.kind === kind).length;
  const { posted, accepted, killedAt, randomKills, standInKills, droppedReplies, seconds } = result;
  return {
    posted,
    accepted,
    lost: count('lost'),
    doubled: count('doubled'),
    wrong: count('wrong'),
    killsAtWaypoints: killedAt.length,
    randomKills,
    standInKills,
    droppedReplies,
    seconds,
  };
}

/** True when the campaign has shown what it is for. */
export const isGood = ({ total: { lost, doubled, wrong }, missed }: CampaignReport): boolean =>
  lost + doubled + wrong === 0 && missed.length === 0;

/** One line a round. */
export function wordsOfRound(result: RoundResult, rounds: number): string {
  const { killedAt, plan } = result;
  const figures = figuresOf(result);
  const first = result.findings.slice(0, 5).map(({ kind, what }) => `    ${kind}: ${what}`);
  return [
    `round ${plan.number}/${rounds} (${plan.mode}): ${balanceOf(figures)}; killed ${killedAt.length} at waypoints, ` +
      `${figures.randomKills} at random, stand-in ${figures.standInKills}; ${figures.droppedReplies} replies dropped, ` +
      `${result.answers['none'] ?? 0} posts unanswered; ${figures.seconds} s`,
    ...first,
  ].join('\n');
}

/** The whole, for people. */
export function wordsOf({ seed, rounds, total, answers, killsByWaypoint, missed }: CampaignReport): string {
  const lines = [
    ['seed', seed],
    ['rounds', `${rounds.length}, ${Math.round(total.seconds)} s`],
    ['posted', total.posted],
    ['accepted', total.accepted],
    ['lost', total.lost],
    ['doubled', total.doubled],
    ['wrong', total.wrong],
    [
      'answers',
      Object.entries(answers)
        .map(([status, count]) => `${status}: ${count}`)
        .join(', '),
    ],
    ['dropped', `${total.droppedReplies} replies of the stand-in, after their commit`],
    ['kills', `${total.killsAtWaypoints} of the intake at waypoints, ${total.randomKills} at random`],
    ['', `${total.standInKills} of the stand-in at random`],
    ...Object.entries(killsByWaypoint).map(([name, kills]) => ['', `${name.padEnd(28)} ${kills}`]),
    ...missed.map((name) => ['missed', `nobody was ever killed at ${name}`]),
  ];
  return lines.map(([name, value]) => `${String(name).padEnd(10)} ${value}`).join('\n');
}

const balanceOf = ({ accepted, posted, lost, doubled, wrong }: Figures): string =>
  `accepted ${accepted} of ${posted}, lost ${lost}, doubled ${doubled}, wrong ${wrong}`;

function sumOf(rounds: readonly Figures[]): Figures {
  const sum = (name: keyof Figures) => rounds.reduce((total, round) => total + round[name], 0);
  return {
    posted: sum('posted'),
    accepted: sum('accepted'),
    lost: sum('lost'),
    doubled: sum('doubled'),
    wrong: sum('wrong'),
    killsAtWaypoints: sum('killsAtWaypoints'),
    randomKills: sum('randomKills'),
    standInKills: sum('standInKills'),
    droppedReplies: sum('droppedReplies'),
    seconds: sum('seconds'),
  };
}

function sumByName(all: readonly Record<string, number>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [name, count] of all.flatMap((one) => Object.entries(one)))
    sums[name] = (sums[name] ?? 0) + count;
  return sums;
}
