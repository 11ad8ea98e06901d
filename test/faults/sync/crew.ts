import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Doom } from '../die-at.js';
import { type Life, startLife } from '../life.js';
import type { WorkerSettings } from './worker.js';

export interface CrewOptions {
  /** The compiled child main: the real sync, or one with a deliberate bug. */
  program: URL;
  settings: WorkerSettings;
  logFile: string;
  onBroken: (error: Error) => void;
  /** Hears of each death at a waypoint. */
  onDeath: (waypoint: string) => void;
}

/**
 * The processes of the sync. Each comes back as soon as it was killed. Where somebody is to die is told to all of them; whoever comes there
 * first dies for all.
 */
export class Crew {
  /** Kills at instants of no meaning. */
  kills = 0;
  private readonly lives: Life[] = [];
  private dooms: readonly Doom[] = [];
  private hasEnded = false;

  constructor(private readonly options: CrewOptions) {}

  /** One more process; resolves when it works. */
  async join(): Promise<void> {
    await this.begin(this.lives.length).serves;
  }

  /** Where somebody is to die from now on. */
  doom(dooms: readonly Doom[]): void {
    this.dooms = dooms;
    for (const life of this.lives) life.tell(dooms);
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
    const { settings, onDeath: _, ...options } = this.options;
    const life = startLife({ ...options, name: 'The sync', args: [JSON.stringify(settings)] });
    this.lives[place] = life;
    life.tell(this.dooms);
    void life.end.then(
      () => this.comeBack(place, life.pid),
      () => undefined,
    );
    return life;
  }

  private async comeBack(place: number, pid: number | undefined): Promise<void> {
    const { settings, onDeath } = this.options;
    const waypoint = await readFile(join(settings.deathsDirectory, String(pid)), 'utf8').catch(
      () => undefined,
    );
    if (this.hasEnded) return;
    if (waypoint !== undefined) onDeath(waypoint);
    this.begin(place);
  }
}
