import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { embeddedSettings } from '../../tools/launcher/embedded.js';
import { websiteTokens } from '../../tools/demo/website-token.js';
import { casesOf } from './cases.js';
import { check, type Verdict } from './checker.js';
import { Dataverse } from './dataverse.js';
import type { Ground } from './ground.js';
import { Intake } from './intake.js';
import type { RoundPlan, StandInDeath } from './plan.js';
import { whileProgressing } from './progress-watch.js';
import type { Entry } from './transcript.js';
import type { Waypoint } from './waypoints.js';
import { Website } from './website.js';

export interface RoundOptions {
  ground: Ground;
  /** The child main of the intake. */
  program: URL;
  cases: number;
  seed: number;
  signal: AbortSignal;
}

/** What a round did and found. */
export interface RoundResult extends Verdict {
  plan: RoundPlan;
  /** The waypoints at which the intake died. */
  killedAt: Waypoint[];
  /** SIGKILLs of the intake at instants of no meaning. */
  randomKills: number;
  standInKills: number;
  droppedReplies: number;
  /** Posts whose connection ended without an answer. */
  unanswered: number;
  seconds: number;
}

/**
 * A round goes through three phases.
 *
 * *Trouble.* The intake has one life after the other, each with its planned death, and each life brings its share of the cases, so
 * that whatever waypoint its death waits for is come to. Meanwhile the stand-in dies and returns as planned. Nobody waits for
 * anybody: the website posts through all of it.
 *
 * *Calm.* The intake lives on with the last share, no reply is dropped, nobody is killed. The phase ends when every case has an
 * answer, every acknowledged one is registered, and no event is left that could still be delivered once more.
 *
 * *Books.* Then, and not before, the stand-in's rows are held against what the website was told.
 */
export async function runRound(plan: RoundPlan, options: RoundOptions): Promise<RoundResult> {
  const { ground, program, cases, seed } = options;
  const startedAt = performance.now();
  const directory = join(ground.directory, String(plan.number));
  await mkdir(directory);
  const database = await ground.freshDatabase(`round_${plan.number}`);
  const ended = new AbortController();
  const signal = AbortSignal.any([options.signal, ended.signal]);
  const dataverse = await Dataverse.start({ directory, entraUrl: ground.entraUrl, dropRate: plan.dropRate });
  const intake = await Intake.prepare({
    program,
    env: settings({ entra: ground.entraUrl, dataverse: dataverse.url, database: database.url }, plan),
    logFile: join(directory, 'intake.log'),
  });
  const token = websiteTokens(ground.entraUrl);
  const website = new Website(casesOf(seed + plan.number, cases), { intakeUrl: intake.url, token, signal });
  const killedAt: Waypoint[] = [];

  const returns: Promise<void>[] = [];

  const troubleDataverse = async (
    { afterMs, downMs }: StandInDeath,
    lifeEnds: Promise<unknown>,
  ): Promise<void> => {
    await sleep(afterMs, undefined, { signal });
    await dataverse.dieAndReturn(() =>
      typeof downMs === 'number' ? sleep(downMs, undefined, { signal }) : lifeEnds,
    );
  };

  const trouble = async (): Promise<void> => {
    for (const [life, death] of plan.deaths.entries()) {
      website.release(Math.ceil((cases * (life + 1)) / (plan.deaths.length + 1)));
      const living = intake.live(death, signal);
      for (const one of plan.standInDeaths.filter((standIn) => standIn.life === life)) {
        const returned = troubleDataverse(one, living);
        returned.catch(() => undefined);
        returns.push(returned);
      }
      if ((await living) === 'at its waypoint' && death.kind === 'waypoint') killedAt.push(death.at);
    }
  };

  const calm = async (): Promise<void> => {
    await intake.liveOn();
    await Promise.all(returns);
    await dataverse.calmDown();
    website.release(cases);
  };

  try {
    await Promise.all([website.postAll(), trouble().then(calm)]);
    await website.untilRegistered();
    await untilAcknowledged(intake, signal);
    return {
      ...check(website.transcript, await dataverse.dump()),
      plan,
      killedAt,
      randomKills: plan.deaths.length - killedAt.length,
      standInKills: dataverse.deaths,
      droppedReplies: dataverse.droppedReplies,
      unanswered: unanswered(website.transcript),
      seconds: Math.round((performance.now() - startedAt) / 100) / 10,
    };
  } finally {
    ended.abort();
    await intake.end();
    await dataverse.end();
    await database.drop();
  }
}

const settings = (
  urls: { entra: string; dataverse: string; database: string },
  { patienceMs }: RoundPlan,
): NodeJS.ProcessEnv => ({
  ...embeddedSettings(urls),
  INTAKE_REPORTER_SECRET: 'not-a-secret-of-the-fault-campaign',
  INTAKE_PATIENCE_MS: String(patienceMs),
  INTAKE_LOG_LEVEL: 'warn',
});

/** An event that is delivered once more may do harm once more: the books are closed after the last. */
async function untilAcknowledged(intake: Intake, signal: AbortSignal): Promise<void> {
  let left = 0;
  await whileProgressing({
    isDone: async () => (left = await intake.unacknowledged()) === 0,
    progress: () => -left,
    stuck: () => `${left} events are not acknowledged.`,
    signal,
  });
}

const unanswered = (transcript: readonly Entry[]): number =>
  transcript.flatMap(({ answers }) => answers).filter(({ status }) => status === 'none').length;
