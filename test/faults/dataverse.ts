import { join } from 'node:path';
import { entraDefaults } from '../../stand-ins/entra/src/registrations.js';
import { DataverseControl } from '../support/dataverse-control.js';
import { startLife, type Life } from './life.js';

export interface DataverseOptions {
  directory: string;
  entraUrl: string;
  /** The share of replies that are dropped after their commit. */
  dropRate: number;
  /** Which of them. */
  seed: number;
  onBroken: (error: Error) => void;
}

/** The stand-in for Dataverse as a process that is killed and comes back, on the same port with the same rows. */
export class Dataverse {
  readonly control: DataverseControl;
  /** How often it was killed by the round. */
  deaths = 0;
  private life: Life | undefined;
  private droppedBefore = 0;
  private returned: Promise<void> = Promise.resolve();
  private hasEnded = false;

  constructor(
    private readonly port: number,
    private readonly options: DataverseOptions,
  ) {
    this.control = new DataverseControl(`http://127.0.0.1:${port}`);
  }

  /** Begins a life; resolves when it serves. */
  async begin(): Promise<void> {
    if (this.hasEnded) throw new Error('The round is over.');
    const { tenantId } = entraDefaults;
    const { directory, entraUrl, dropRate, seed, onBroken } = this.options;
    const keys = `${entraUrl}/${tenantId}/discovery/v2.0/keys`;
    this.life = startLife({
      name: 'The stand-in for Dataverse',
      program: new URL('./dataverse.child.js', import.meta.url),
      args: [String(this.port), join(directory, 'dataverse'), keys, tenantId],
      logFile: join(directory, 'dataverse.log'),
      onBroken,
    });
    if (!(await this.life.serves) || dropRate === 0) return;
    // Each life throws its dice anew.
    const fault = { fault: 'dropAfterCommit', rate: dropRate, seed: seed * 10 + this.deaths };
    await this.control.hurt([fault]);
  }

  /** SIGKILL, and a new life when it may return; one death at a time. */
  dieAndReturn(mayReturn: () => Promise<unknown>): Promise<void> {
    this.returned = this.returned.then(async () => {
      this.droppedBefore = await this.droppedReplies();
      await this.life?.kill();
      this.deaths += 1;
      await mayReturn();
      await this.begin();
    });
    return this.returned;
  }

  /** How many replies were dropped after their commit, in all lives. */
  async droppedReplies(): Promise<number> {
    return this.droppedBefore + (await this.control.stats()).dropped;
  }

  /** The end of all its lives. */
  async end(): Promise<void> {
    this.hasEnded = true;
    await this.life?.kill();
  }
}
