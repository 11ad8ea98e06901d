import { join } from 'node:path';
import { entraDefaults } from '../../stand-ins/entra/src/index.js';
import type { Dump, DumpedRow } from './checker.js';
import { freePort } from './free-port.js';
import { startLife, type Life } from './life.js';

/** The stand-in for Dataverse as a process that is killed and comes back, on the same port with the same rows. */
export class Dataverse {
  readonly url: string;
  /** Replies dropped after their commit, in all lives. */
  droppedReplies = 0;
  /** How often it was killed by the round. */
  deaths = 0;
  private life: Life | undefined;
  private dropRate = 0;
  private returned: Promise<void> = Promise.resolve();

  private constructor(
    private readonly port: number,
    private readonly directory: string,
    private readonly entraUrl: string,
  ) {
    this.url = `http://127.0.0.1:${port}`;
  }

  static async start(options: { directory: string; entraUrl: string; dropRate: number }): Promise<Dataverse> {
    const dataverse = new Dataverse(await freePort(), options.directory, options.entraUrl);
    dataverse.dropRate = options.dropRate;
    try {
      await dataverse.begin();
      return dataverse;
    } catch (error) {
      await dataverse.end();
      throw error;
    }
  }

  /** SIGKILL, and a new life when it may return; one death at a time. */
  dieAndReturn(mayReturn: () => Promise<unknown>): Promise<void> {
    this.returned = this.returned.then(async () => {
      await this.countDroppedReplies();
      await this.life?.kill();
      this.deaths += 1;
      await mayReturn();
      await this.begin();
    });
    return this.returned;
  }

  /** From now on no reply is dropped. */
  async calmDown(): Promise<void> {
    await this.countDroppedReplies();
    this.dropRate = 0;
    await this.control('faults', []);
  }

  async dump(): Promise<Dump> {
    const rows = async (table: string) => (await this.control<{ rows: DumpedRow[] }>(`rows/${table}`)).rows;
    return {
      incidents: await rows('incident'),
      contacts: await rows('contact'),
      annotations: await rows('annotation'),
    };
  }

  async end(): Promise<void> {
    await this.life?.kill();
  }

  private async begin(): Promise<void> {
    const { tenantId } = entraDefaults;
    const keys = `${this.entraUrl}/${tenantId}/discovery/v2.0/keys`;
    this.life = startLife({
      name: 'The stand-in for Dataverse',
      program: new URL('./dataverse.child.js', import.meta.url),
      args: [String(this.port), join(this.directory, 'dataverse'), keys, tenantId],
      logFile: join(this.directory, 'dataverse.log'),
    });
    if (!(await this.life.serves) || this.dropRate === 0) return;
    // Each life throws its dice anew.
    await this.control('faults', [{ fault: 'dropAfterCommit', rate: this.dropRate, seed: this.deaths + 1 }]);
  }

  private async countDroppedReplies(): Promise<void> {
    this.droppedReplies += (await this.control<{ dropped: number }>('stats')).dropped;
  }

  private async control<T>(what: string, body?: unknown): Promise<T> {
    const response = await fetch(
      `${this.url}/_control/${what}`,
      body === undefined
        ? {}
        : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } },
    );
    if (!response.ok) throw new Error(`The stand-in for Dataverse answered ${response.status} to ${what}.`);
    return (await response.json()) as T;
  }
}
