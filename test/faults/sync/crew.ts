import { type Life, startLife } from '../life.js';
import type { Doom } from './doom.js';
import type { Death } from './plan.js';
import type { WorkerSettings } from './worker.js';

export interface CrewOptions {
  /** The compiled child main: the real sync, or one with a deliberate bug. */
  program: URL;
  settings: WorkerSettings;
  logFile: string;
  onBroken: (error: Error) => void;
}

/**
 * The processes of the sync. Each comes back as soon as it was killed. A death that is planned is told to all of them; whoever comes to the
 * waypoint first dies for all.
 */
export class Crew {
  /** Kills at instants of no meaning. */
  kills = 0;
  private readonly lives: Life[] = [];
  private doom: { death: Death; come: () => void } | undefined;
  private hasEnded = false;

  constructor(private readonly options: CrewOptions) {}

  /** One more process; resolves when it works. */
  async join(): Promise<void> {
    await this.begin(this.lives.length).serves;
  }

  /** Resolves when somebody has died there. */
  async dieOnce(death: Death): Promise<void> {
    await new Promise<void>((come) => {
      this.doom = { death, come };
      this.tellAll();
    });
  }

  /** Nobody is to die any more. */
  spare(): void {
    this.doom = undefined;
    this.tellAll();
  }

  /** SIGKILL of one of them. */
  async kill(which: number): Promise<void> {
    const life = this.lives[which % this.lives.length];
    if (!life || this.hasEnded) return;
    this.kills += 1;
    await life.kill();
  }

  /** The end of all of them. */
  async end(): Promise<void> {
    this.hasEnded = true;
    await Promise.all(this.lives.map((life) => life.kill()));
  }

  private begin(place: number): Life {
    const { settings, ...options } = this.options;
    const life = startLife({ ...options, name: 'The sync', args: [JSON.stringify(settings)] });
    let wasKilled = false;
    this.lives[place] = {
      ...life,
      kill: async () => {
        wasKilled = true;
        await life.kill();
      },
    };
    life.tell(this.message);
    void life.end.then(
      () => this.comeBack(place, !wasKilled),
      () => undefined,
    );
    return life;
  }

  private comeBack(place: number, atWaypoint: boolean): void {
    if (this.hasEnded) return;
    if (atWaypoint && this.doom) {
      const { come } = this.doom;
      this.spare();
      come();
    }
    this.begin(place);
  }

  private tellAll(): void {
    for (const life of this.lives) life.tell(this.message);
  }

  private get message(): Doom {
    return this.doom?.death ?? {};
  }
}
