import { prepareGround } from '../ground.js';
import { type PlanOptions, planRounds, type RoundPlan } from './plan.js';
import { type RoundResult, runRound } from './round.js';
import { KILLS_ONLY } from './troubles.js';

/** Builds of the sync: as it ships, and with a deliberate bug. */
export type Build = 'as it ships' | Bug;
export type Bug = (typeof BUGS)[number];

/** Each must be found out. */
export const BUGS = ['records rows before they are sent', 'counts rows beside the transaction'] as const;

const programs: Readonly<Record<Build, URL>> = {
  'as it ships': new URL('./worker.child.js', import.meta.url),
  'records rows before they are sent': new URL('./records-before-sending.child.js', import.meta.url),
  'counts rows beside the transaction': new URL('./counts-beside.child.js', import.meta.url),
};

/** A round, by which build. */
export interface BuildRound extends RoundResult {
  build: Build;
}

export interface CampaignOptions extends PlanOptions {
  /** Keep the directory with the logs and rows. */
  keep: boolean;
  signal: AbortSignal;
  onStart: (directory: string) => void;
  onRound: (result: BuildRound) => void;
}

/** The rounds one after the other, and at last one by each build that must be found out. */
export async function runCampaign(options: CampaignOptions): Promise<BuildRound[]> {
  const { keep, signal, onStart, onRound } = options;
  const ground = await prepareGround({ keep, durable: true });
  const results: BuildRound[] = [];
  const play = async (build: Build, plan: RoundPlan) => {
    signal.throwIfAborted();
    const result = { ...(await runRound(plan, { ground, program: programs[build], signal })), build };
    results.push(result);
    onRound(result);
  };
  try {
    onStart(ground.directory);
    for (const plan of planRounds(options)) await play('as it ships', plan);
    for (const [index, bug] of BUGS.entries()) await play(bug, brokenRound(options, index));
    return results;
  } finally {
    await ground.close();
  }
}

/** With deaths where rows are on their way, since that is where these bugs show. */
function brokenRound({ seed, rounds, rows }: PlanOptions, index: number): RoundPlan {
  const number = rounds + index + 1;
  const [plan] = planRounds({ seed, rounds: 1, rows, modes: KILLS_ONLY });
  const deaths = (['rows.recorded', 'rows.settled'] as const).map((at) => ({
    ...{ at, passing: 2, fromRun: 1 },
  }));
  return {
    ...(plan as RoundPlan),
    number,
    seed: seed * 1_000 + number,
    nights: 1,
    deaths,
    kills: [],
    joinsAfterMs: undefined,
  };
}
