import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { EmbeddedPostgresInUseError } from './embedded-postgres.errors.js';

const pauseMs = 1_000;

/**
 * Keeps the database ours and alive. The owner's connection ends when the server goes down or restarts its sessions
 * after a crash; the guard then brings it up and takes the lock anew, again and again until it is dismissed. It
 * gives up only when another process has become the owner meanwhile: from then on the server is not ours to end.
 */
export class OwnerGuard {
  private dismissed = false;
  private restoring: Promise<void> | undefined;

  private owner: pg.Client | undefined;

  constructor(
    owner: pg.Client,
    private readonly restore: () => Promise<pg.Client>,
    private readonly log: (line: string) => void,
  ) {
    this.watch(owner);
  }

  /** Ends the guard and gives back the owner's connection, for a last time; none when the database is not ours now. */
  async dismiss(): Promise<pg.Client | undefined> {
    this.dismissed = true;
    await this.restoring;
    return this.owner;
  }

  private watch(owner: pg.Client): void {
    this.owner = owner;
    owner.once('end', () => {
      this.owner = undefined;
      if (!this.dismissed) this.restoring = this.bringBack();
    });
  }

  private async bringBack(): Promise<void> {
    this.log('PostgreSQL has gone: starting it again');
    while (!this.dismissed) {
      try {
        this.watch(await this.restore());
        this.log('PostgreSQL is back');
        return;
      } catch (error) {
        if (error instanceof EmbeddedPostgresInUseError) {
          this.log(error.message);
          return;
        }
        await sleep(pauseMs);
      }
    }
  }
}
