import { tableOf } from '../../bench/table.js';
import type { Finding } from '../finding.js';
import { BUGS, type Build, type BuildRound } from './campaign.js';
import { SYNC_WAYPOINTS } from './waypoints.js';

/** A round, as `--json` writes it. */
export interface RoundFigures extends Omit<BuildRound, 'plan'> {
  number: number;
  seed: number;
  mode: string;
}

type Counts = Record<Finding['kind'], number>;

/** What the campaign did and found. */
export interface SyncCampaignReport {
  seed: number;
  rounds: RoundFigures[];
  /** Rounds by builds with a deliberate bug, whose findings are as they must be. */
  broken: RoundFigures[];
  total: Counts & { rows: number; kills: number };
  /** How often somebody was killed at each waypoint. */
  killsByWaypoint: Record<string, number>;
  /** Why the campaign has not shown what it is for. */
  missed: string[];
}

export function reportOf(results: readonly BuildRound[], seed: number): SyncCampaignReport {
  const figures = results.map(figuresOf);
  const rounds = figures.filter(({ build }) => build === 'as it ships');
  const broken = figures.filter(({ build }) => build !== 'as it ships');
  const deaths = rounds.flatMap(({ killedAt }) => killedAt);
  const killsByWaypoint = Object.fromEntries(
    SYNC_WAYPOINTS.map((name) => [name, deaths.filter((at) => at === name).length]),
  );
  return {
    seed,
    rounds,
    broken,
    total: {
      ...countsOf(rounds.flatMap(({ findings }) => findings)),
      rows: rounds.reduce((sum, { rows }) => sum + rows, 0),
      kills: rounds.reduce((sum, { killedAt, randomKills }) => sum + killedAt.length + randomKills, 0),
    },
    killsByWaypoint,
    missed: [
      ...neverStruck(rounds).map((fault) => `${fault} has struck nobody`),
      ...SYNC_WAYPOINTS.filter((name) => !deaths.includes(name)).map(
        (name) => `nobody was ever killed at ${name}`,
      ),
      ...BUGS.filter(
        (bug) => !broken.some(({ build, findings }) => build === bug && findings.length > 0),
      ).map((bug) => `a build that ${bug} was not found out`),
    ],
  };
}

/** True when nothing was found, and the campaign has shown what it is for. */
export const isGood = ({
  total: { lost, doubled, wrong, misreported },
  missed,
}: SyncCampaignReport): boolean => lost + doubled + wrong + misreported + missed.length === 0;

/** Faults that were in force, and that no call has met. */
function neverStruck(rounds: readonly RoundFigures[]): string[] {
  const all = rounds.flatMap(({ struck }) => Object.entries(struck));
  const met = new Set(all.filter(([, times]) => times > 0).map(([fault]) => fault));
  return [...new Set(all.map(([fault]) => fault))].filter((fault) => !met.has(fault));
}

const figuresOf = ({ plan: { number, seed, mode }, ...result }: BuildRound): RoundFigures => ({
  ...{ number, seed, mode: mode.name },
  ...result,
});

function countsOf(findings: readonly Finding[]): Counts {
  const count = (kind: Finding['kind']) => findings.filter((one) => one.kind === kind).length;
  return {
    lost: count('lost'),
    doubled: count('doubled'),
    wrong: count('wrong'),
    misreported: count('misreported'),
  };
}

/** One line a round, and the first of what was found. */
export function wordsOfRound(result: BuildRound, rounds: number): string {
  const { plan, rows, killedAt, randomKills, troubles, struck, findings, seconds, build } = result;
  const most = build === 'as it ships' ? 8 : 1;
  return [
    `round ${plan.number}/${rounds + BUGS.length} (${nameOf(build, plan.mode.name)}; seed ${plan.seed}): ${rows} rows; ` +
      `killed at ${killedAt.join(', ') || 'no waypoint'}, and ${randomKills} at random; ` +
      `${[...troubles, ...strikesIn(struck)].join(', ') || 'no other trouble'}; ${foundIn({ build, findings })}; ${seconds} s`,
    ...findings.slice(0, most).map(({ kind, what }) => `    ${asItMustBe(build)}${kind}: ${what}`),
  ].join('\n');
}

/** The whole, for people. */
export function wordsOf({
  seed,
  rounds,
  broken,
  total,
  killsByWaypoint,
  missed,
}: SyncCampaignReport): string {
  const head = ['round', 'seed', 'rows', 'killed', 'lost', 'doubled', 'wrong', 'reports', 's'];
  const lines = [...rounds, ...broken].map((round) => {
    const { lost, doubled, wrong, misreported } = countsOf(round.findings);
    const kills = round.killedAt.length + round.randomKills;
    const name = `${round.number} ${nameOf(round.build, [round.mode, ...round.troubles].join(', '))}`;
    return [
      name,
      ...[round.seed, round.rows, kills, lost, doubled, wrong, misreported, round.seconds].map(String),
    ];
  });
  const kills = Object.entries(killsByWaypoint).map(([name, count]) => `${name} ${count}`);
  return [
    tableOf(`Seed ${seed}`, head, lines),
    `${rounds.length} rounds, ${total.rows} rows, ${total.kills} kills (${kills.join(', ')}): ` +
      `lost ${total.lost}, doubled ${total.doubled}, wrong ${total.wrong}, reports wrong ${total.misreported}`,
    ...broken
      .filter(({ findings }) => findings.length > 0)
      .map(({ build, findings }) => `a build that ${build}: ${foundIn({ build, findings })}`),
    ...missed.map((what) => `missed: ${what}`),
  ].join('\n');
}

const nameOf = (build: Build, otherwise: string): string => (build === 'as it ships' ? otherwise : build);

const foundIn = ({ build, findings: { length } }: Pick<BuildRound, 'build' | 'findings'>): string =>
  `${length > 0 ? asItMustBe(build) : ''}${length} findings`;

const asItMustBe = (build: Build): string => (build === 'as it ships' ? '' : 'caught, as it must be: ');

const strikesIn = (struck: Readonly<Record<string, number>>): string[] =>
  Object.entries(struck).map(([fault, times]) => `${fault} ${times}`);
