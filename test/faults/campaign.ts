import type { Build } from './builds.js';
import { prepareGround } from './ground.js';
import { planRounds } from './plan.js';
import { runRound, type RoundResult } from './round.js';

export interface CampaignOptions {
  build: Build;
  rounds: number;
  cases: number;
  seed: number;
  /** Keep the directory with the logs and rows. */
  keep: boolean;
  signal: AbortSignal;
  /** Hears where everything lies, and of every round that is over. */
  onStart: (directory: string) => void;
  onRound: (result: RoundResult) => void;
  /** Ends the campaign early. */
  isEnough: (result: RoundResult) => boolean;
}

/** Runs the rounds one after the other. What it started has ended when it settles, however it does. */
export async function runCampaign(options: CampaignOptions): Promise<RoundResult[]> {
  const { build, rounds, cases, seed, keep, signal } = options;
  const ground = await prepareGround({ keep });
  try {
    options.onStart(ground.directory);
    const results: RoundResult[] = [];
    for (const plan of planRounds({ ...build, rounds, cases, seed })) {
      signal.throwIfAborted();
      const result = await runRound(plan, { ground, program: build.program, cases, seed, signal });
      results.push(result);
      options.onRound(result);
      if (options.isEnough(result)) break;
    }
    return results;
  } finally {
    await ground.close();
  }
}
