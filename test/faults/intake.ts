import { setTimeout as sleep } from 'node:timers/promises';
import { startLife, type Life } from './life.js';
import type { Death } from './plan.js';

export interface IntakeOptions {
  /** The compiled child main: the real intake, or one with a deliberate bug. */
  program: URL;
  env: NodeJS.ProcessEnv;
  logFile: string;
  onBroken: (error: Error) => void;
}

/** How a life ended: at its waypoint, at an instant of no meaning, or killed by us because its waypoint never came. */
export type Ending = 'at its waypoint' | 'at an instant' | 'waited in vain';

/** A waypoint that has cases before it comes soon, even if a circuit has to close before. */
const WAYPOINT_WITHIN_MS = 45_000;

/** The intake as a process that is killed and comes back, on the same port with the same database. */
export class Intake {
  readonly url: string;
  private life: Life | undefined;
  private hasEnded = false;

  constructor(
    private readonly port: number,
    private readonly options: IntakeOptions,
  ) {
    this.url = `http://127.0.0.1:${port}`;
  }

  /** One life, from its start to this death. */
  async live(death: Death, signal: AbortSignal): Promise<Ending> {
    const life = this.begin(death.kind === 'waypoint' ? [death.at, String(death.passing)] : []);
    const atLeast = death.kind === 'waypoint' ? WAYPOINT_WITHIN_MS : death.afterMs;
    const waiting = new AbortController();
    const late = sleep(atLeast, 'late' as const, { signal: AbortSignal.any([signal, waiting.signal]) });
    try {
      const first = await Promise.race([life.end, late]);
      if (first !== 'late') return 'at its waypoint';
      await life.kill();
      return death.kind === 'waypoint' ? 'waited in vain' : 'at an instant';
    } finally {
      waiting.abort();
      late.catch(() => undefined);
    }
  }

  /** A life without a planned death; resolves when it serves, and rejects when it ends by itself. */
  async liveOn(): Promise<void> {
    if (!(await this.begin([]).serves)) throw new Error('The intake was killed by somebody else.');
  }

  /** How many events are not yet acknowledged, by its own metrics. */
  async unacknowledged(): Promise<number> {
    const metrics = await (await fetch(`${this.url}/metrics`)).text();
    const counts = [
      ...metrics.matchAll(/^messaging_jobs\{[^}]*state="(?:waiting|delayed|running)"[^}]*\} (\d+)/gm),
    ];
    if (counts.length === 0) throw new Error('The metrics of the intake say nothing of its events.');
    return counts.reduce((sum, [, count]) => sum + Number(count), 0);
  }

  /** The end of all its lives. */
  async end(): Promise<void> {
    this.hasEnded = true;
    await this.life?.kill();
  }

  private begin(args: string[]): Life {
    if (this.hasEnded) throw new Error('The round is over.');
    this.life = startLife({
      name: 'The intake',
      ...this.options,
      env: { ...this.options.env, INTAKE_PORT: String(this.port) },
      args,
    });
    return this.life;
  }
}
