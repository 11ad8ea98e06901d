import { setMaxListeners } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '../../../stand-ins/control/src/seeded-random.js';
import type { DataverseControl } from '../../support/dataverse-control.js';
import { freePort } from '../../support/free-port.js';
import { Dataverse } from '../dataverse.js';
import type { Finding } from '../finding.js';
import type { Ground } from '../ground.js';
import { whileProgressing } from '../progress-watch.js';
import { keySecret } from './catalogue.js';
import { checkReports } from './check-reports.js';
import { checkRows, checkUntouched } from './checker.js';
import { Crew } from './crew.js';
import { dumpOf } from './dump.js';
import { Expected, type ExpectedRun } from './expected.js';
import { Office } from './office.js';
import type { Death, RoundPlan } from './plan.js';
import { Sources } from './sources.js';
import { type Night, storyOf } from './story.js';
import type { Fault, Trouble } from './troubles.js';
import type { SyncWaypoint } from './waypoints.js';

/** From the beginning of a run to its trouble, in milliseconds. */
const MOST_GAP_MS = 500;

export interface RoundOptions {
  ground: Ground;
  /** The child main of the sync. */
  program: URL;
  signal: AbortSignal;
}

/** What a round did and found. */
export interface RoundResult {
  plan: RoundPlan;
  /** Rows that were delivered. */
  rows: number;
  /** The waypoints at which a process died. */
  killedAt: SyncWaypoint[];
  /** SIGKILLs at instants of no meaning. */
  randomKills: number;
  /** What befell it besides, and how often each fault has struck. */
  troubles: string[];
  struck: Record<string, number>;
  findings: Finding[];
  seconds: number;
}

/** Runs a round from an empty database. Its processes have gone when it settles, however it does. */
export async function runRound(plan: RoundPlan, options: RoundOptions): Promise<RoundResult> {
  const { ground } = options;
  const directory = join(ground.directory, String(plan.seed));
  await mkdir(join(directory, 'deaths'), { recursive: true });
  const database = await ground.freshDatabase(`round_${plan.seed}`);
  const office = await Office.open(database.url);
  const round = new Round(plan, options, office, {
    directory,
    databaseUrl: database.url,
    port: await freePort(),
  });
  try {
    return await round.run();
  } finally {
    await round.end();
    await office.close();
    await database.drop();
  }
}

interface Place {
  directory: string;
  databaseUrl: string;
  port: number;
}

/**
 * A round goes through three phases.
 *
 * *Trouble.* The sources deliver night by night, first the customers and, when those are loaded, the cases. Meanwhile processes die as
 * planned and come back, one more joins, and the troubles come one after the other. Nobody waits for anybody.
 *
 * *Books.* All is well but for deaths that nobody has come to yet. The rows of the stand-in are held against what must come of the deliveries.
 *
 * *Again.* The last deliveries come once more: nothing may be written, and nothing may change. Then the reports of all runs are read.
 *
 * A process that ends by itself, and not by a kill, breaks the round off.
 */
class Round {
  private readonly over = new AbortController();
  private readonly signal: AbortSignal;
  private readonly dataverse: Dataverse;
  private readonly control: DataverseControl;
  private readonly crew: Crew;
  private readonly sources: Sources;
  private readonly expected = new Expected();
  private readonly expectedRuns: ExpectedRun[] = [];
  /** That are still to come. */
  private readonly deaths: Death[];
  private readonly killedAt: SyncWaypoint[] = [];
  private readonly befell: string[] = [];
  private readonly struck: Record<string, number> = {};
  private deliveries = 0;
  private deliveredRows = 0;
  private areNightsOver = false;
  private broken: Error | undefined;

  constructor(
    private readonly plan: RoundPlan,
    private readonly options: RoundOptions,
    private readonly office: Office,
    { directory, databaseUrl, port }: Place,
  ) {
    const { ground, program } = options;
    this.signal = AbortSignal.any([options.signal, this.over.signal]);
    setMaxListeners(0, this.signal);
    const onBroken = (error: Error) => this.break(error);
    const { entraUrl } = ground;
    this.dataverse = new Dataverse(port, { directory, entraUrl, dropRate: 0, seed: plan.seed, onBroken });
    this.control = this.dataverse.control;
    const dropDirectory = join(directory, 'drop');
    this.sources = new Sources(dropDirectory);
    const deathsDirectory = join(directory, 'deaths');
    const places = { dataverseUrl: this.control.url, entraUrl };
    this.deaths = [...plan.deaths];
    this.crew = new Crew({
      program,
      settings: { databaseUrl, places, dropDirectory, deathsDirectory },
      logFile: join(directory, 'sync.log'),
      onBroken,
      onDeath: (waypoint) => this.died(waypoint),
    });
  }

  async run(): Promise<RoundResult> {
    const startedAt = performance.now();
    const findings = await this.findings().catch((error: unknown) => this.brokenOff(error));
    const { plan, crew, killedAt, befell, struck, deliveredRows: rows } = this;
    const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
    return { plan, rows, killedAt, randomKills: crew.kills, troubles: befell, struck, findings, seconds };
  }

  async end(): Promise<void> {
    this.over.abort();
    await this.crew.end();
    await this.dataverse.end();
  }

  private async findings(): Promise<Finding[]> {
    const nights = storyOf(this.plan);
    await this.dataverse.begin();
    await this.strike();
    await Promise.all(this.plan.mode.isAlone ? [this.crew.join()] : [this.crew.join(), this.crew.join()]);
    await Promise.all([this.deliverAll(nights), this.join(), this.kill(), this.trouble()]);
    await this.calm();
    const books = checkRows(await dumpOf(this.control), this.expected, keySecret);
    const again = await this.again(nights.at(-1));
    return [...books, ...again, ...(await this.reports()), ...(await this.sources.check())];
  }

  /** What breaks a round off is found, too; Ctrl-C is not. */
  private brokenOff(error: unknown): Finding[] {
    this.options.signal.throwIfAborted();
    const { message } = this.broken ?? (error as Error);
    return [{ kind: 'wrong', what: `the round broke off: ${message}` }];
  }

  private async deliverAll(nights: readonly Night[]): Promise<void> {
    for (const [index, night] of nights.entries()) await this.deliver(night, String(index + 1));
    this.areNightsOver = true;
  }

  /** The customers, and when they are loaded the cases. */
  private async deliver(night: Night, name: string): Promise<void> {
    this.expectedRuns.push(...this.expected.play(night));
    for (const integration of ['customers', 'cases'] as const) {
      await this.sources.deliver(integration, `${name}.csv`, night[integration]);
      this.deliveredRows += night[integration].length;
      this.deliveries += 1;
      this.doom();
      await this.untilLoaded();
    }
  }

  private async untilLoaded(): Promise<void> {
    let ended = 0;
    await whileProgressing({
      isDone: async () => {
        const runs = await this.office.history();
        if (!runs) return false;
        const failed = runs.find(({ state }) => state !== 'done' && state !== 'running');
        if (failed) throw new Error(`run ${failed.id} is ${failed.state}: ${failed.failure?.says ?? ''}`);
        ended = runs.filter(({ state }) => state === 'done').length;
        return ended >= this.deliveries;
      },
      progress: () => ended + this.killedAt.length + this.crew.kills + this.befell.length,
      stuck: () => `${ended} of ${this.deliveries} runs have ended.`,
      signal: this.signal,
    });
  }

  /** Tells where somebody is to die; what nobody came to in its run, at the next passing. */
  private doom(): void {
    const due = this.deaths.filter(({ fromRun }) => fromRun <= this.deliveries);
    this.crew.doom(
      due.map(({ at, passing, fromRun }) => ({ at, passing: fromRun < this.deliveries ? 1 : passing })),
    );
  }

  private died(waypoint: string): void {
    const index = this.deaths.findIndex(({ at, fromRun }) => at === waypoint && fromRun <= this.deliveries);
    const [death] = index < 0 ? [] : this.deaths.splice(index, 1);
    if (death) this.killedAt.push(death.at);
    this.doom();
  }

  private async join(): Promise<void> {
    const { joinsAfterMs } = this.plan;
    if (joinsAfterMs === undefined) return;
    await this.pause(joinsAfterMs);
    await this.crew.join();
  }

  private async kill(): Promise<void> {
    let now = 0;
    for (const [index, at] of this.plan.kills.entries()) {
      await this.pause(at - now);
      now = at;
      await this.crew.kill(index);
    }
  }

  private async trouble(): Promise<void> {
    const random = seededRandom(this.plan.seed);
    const { mode, nights } = this.plan;
    for (const [index, trouble] of mode.troubles.entries()) {
      await this.untilRun(1 + Math.floor((index * nights * 2) / mode.troubles.length));
      await this.pause(random() * MOST_GAP_MS);
      await this.befall(trouble);
      this.befell.push(trouble.name);
    }
  }

  private async befall(trouble: Trouble): Promise<void> {
    switch (trouble.kind) {
      case 'postgres':
        return this.options.ground.endPostgres(trouble.shutdown);
      case 'faults':
        await this.strike(trouble.faults);
        await this.pause(trouble.forMs);
        await this.untilStruck();
        return this.strike();
      case 'refused':
        await this.countStrikes();
        await this.dataverse.dieAndReturn(() => this.pause(trouble.forMs));
        return this.strike();
    }
  }

  /** Until the first of the faults has met a call, or no more calls come. */
  private async untilStruck(): Promise<void> {
    while (!this.areNightsOver) {
      const [first] = (await this.control.stats()).faults;
      if (!first || first.struck > 0) return;
      await this.pause(50);
    }
  }

  /** The faults of the whole round, and more for a while. */
  private async strike(more: readonly Fault[] = []): Promise<void> {
    await this.countStrikes();
    const faults = [...more, ...this.plan.mode.faults];
    await this.control.hurt(faults.map((fault, index) => ({ ...fault, seed: this.plan.seed + index })));
    await this.control.unlimit();
  }

  private async calm(): Promise<void> {
    await this.countStrikes();
    await this.control.hurt([]);
  }

  private async countStrikes(): Promise<void> {
    for (const { fault, struck } of (await this.control.stats()).faults)
      this.struck[fault] = (this.struck[fault] ?? 0) + struck;
  }

  /** The last deliveries once more. */
  private async again(night: Night | undefined): Promise<Finding[]> {
    if (!night) return [];
    const before = await dumpOf(this.control);
    await this.deliver(night, 'again');
    return checkUntouched(before, await dumpOf(this.control));
  }

  private async reports(): Promise<Finding[]> {
    return checkReports(await this.office.reports(), this.expectedRuns);
  }

  /** Until the delivery of that run is there. */
  private async untilRun(number: number): Promise<void> {
    while (this.deliveries < number) await this.pause(20);
  }

  private pause(ms: number): Promise<void> {
    return sleep(ms, undefined, { signal: this.signal });
  }

  private break(error: Error): void {
    this.broken ??= error;
    this.over.abort();
  }
}
