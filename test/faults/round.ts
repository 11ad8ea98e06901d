import { setMaxListeners } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { embeddedSettings } from '../../tools/launcher/embedded-settings.js';
import { websiteTokens } from '../../tools/demo/website-token.js';
import { casesOf } from './cases.js';
import { check, type Verdict } from './checker.js';
import { Dataverse } from './dataverse.js';
import { dumpOf } from './dump.js';
import { freePort } from '../support/free-port.js';
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
  /** How many answers of each status the website had; `none` where the connection ended without one. */
  answers: Record<string, number>;
  seconds: number;
}

/** Runs a round from an empty database. Its processes have gone when it settles, however it does. */
export async function runRound(plan: RoundPlan, options: RoundOptions): Promise<RoundResult> {
  const { ground } = options;
  const directory = join(ground.directory, String(plan.number));
  await mkdir(directory);
  const database = await ground.freshDatabase(`round_${plan.number}`);
  const round = new Round(plan, options, {
    directory,
    database: database.url,
    dataversePort: await freePort(),
    intakePort: await freePort(),
  });
  try {
    return await round.run();
  } finally {
    await round.end();
    await database.drop();
  }
}

interface Place {
  directory: string;
  database: string;
  dataversePort: number;
  intakePort: number;
}

/**
 * A round goes through three phases.
 *
 * *Trouble.* The intake has one life after the other, each with its planned death, and each life brings its share of the cases, so
 * that whatever waypoint its death waits for is come to. Meanwhile the stand-in dies and returns as planned. Nobody waits for
 * anybody: the website posts through all of it.
 *
 * *Calm.* The intake lives on with the last share and nobody is killed any more. The phase ends when every case has an answer,
 * every acknowledged one is registered, and no event is left that could still be delivered once more.
 *
 * *Books.* Then, and not before, the stand-in's rows are held against what the website was told.
 *
 * A process that ends by itself, and not by a kill, breaks the round off.
 */
class Round {
  private readonly over = new AbortController();
  private readonly signal: AbortSignal;
  private readonly dataverse: Dataverse;
  private readonly intake: Intake;
  private readonly website: Website;
  private readonly killedAt: Waypoint[] = [];
  private readonly returns: Promise<void>[] = [];
  private broken: Error | undefined;

  constructor(
    private readonly plan: RoundPlan,
    private readonly options: RoundOptions,
    { directory, database, dataversePort, intakePort }: Place,
  ) {
    const { ground, program, seed, cases } = options;
    const { entraUrl } = ground;
    this.signal = AbortSignal.any([options.signal, this.over.signal]);
    // Every sender waits with it.
    setMaxListeners(0, this.signal);
    const onBroken = (error: Error) => this.break(error);
    this.dataverse = new Dataverse(dataversePort, {
      directory,
      entraUrl,
      dropRate: plan.dropRate,
      seed: seed + plan.number,
      onBroken,
    });
    const env = settings({ entra: entraUrl, dataverse: this.dataverse.control.url, database }, plan);
    this.intake = new Intake(intakePort, { program, env, logFile: join(directory, 'intake.log'), onBroken });
    const token = websiteTokens(entraUrl);
    const { signal } = this;
    this.website = new Website(casesOf(seed + plan.number, cases), {
      intakeUrl: this.intake.url,
      token,
      signal,
    });
  }

  async run(): Promise<RoundResult> {
    const startedAt = performance.now();
    try {
      await this.dataverse.begin();
      await Promise.all([this.website.postAll(), this.trouble().then(() => this.calm())]);
      await this.website.untilRegistered();
      await untilAcknowledged(this.intake, this.signal);
      return await this.books(startedAt);
    } catch (error) {
      throw this.broken ?? error;
    }
  }

  async end(): Promise<void> {
    this.over.abort();
    await this.intake.end();
    await this.dataverse.end();
  }

  private async trouble(): Promise<void> {
    const { deaths, standInDeaths } = this.plan;
    for (const [life, death] of deaths.entries()) {
      this.website.release(Math.ceil((this.options.cases * (life + 1)) / (deaths.length + 1)));
      const living = this.intake.live(death, this.signal);
      for (const one of standInDeaths.filter((standIn) => standIn.life === life)) {
        const returned = this.troubleDataverse(one, living);
        returned.catch(() => undefined);
        this.returns.push(returned);
      }
      if ((await living) === 'at its waypoint' && death.kind === 'waypoint') this.killedAt.push(death.at);
    }
  }

  private async troubleDataverse({ afterMs, downMs }: StandInDeath, living: Promise<unknown>): Promise<void> {
    const pause = (ms: number) => sleep(ms, undefined, { signal: this.signal });
    await pause(afterMs);
    await this.dataverse.dieAndReturn(() => (typeof downMs === 'number' ? pause(downMs) : living));
  }

  private async calm(): Promise<void> {
    await this.intake.liveOn();
    await Promise.all(this.returns);
    this.website.release(this.options.cases);
  }

  private async books(startedAt: number): Promise<RoundResult> {
    const { plan, killedAt, dataverse, website } = this;
    return {
      ...check(website.transcript, await dumpOf(dataverse.control)),
      plan,
      killedAt,
      randomKills: plan.deaths.length - killedAt.length,
      standInKills: dataverse.deaths,
      droppedReplies: await dataverse.droppedReplies(),
      answers: countByStatus(website.transcript),
      seconds: Math.round((performance.now() - startedAt) / 100) / 10,
    };
  }

  private break(error: Error): void {
    this.broken ??= error;
    this.over.abort();
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

function countByStatus(transcript: readonly Entry[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status } of transcript.flatMap(({ answers }) => answers)) {
    counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}
