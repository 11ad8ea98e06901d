import { join } from 'node:path';
import type { Integration } from '../../../../apps/batch-sync/src/catalogue/integration.js';
import type { ExpectedNumbers } from '../expected-file.js';
import type { Ground } from '../ground/open-ground.js';
import { DeliveredRows } from '../reading/delivered-rows.js';
import type { HandSource } from '../sources/hand-source.js';

/** What all trials share: the sync under trial, the real data, and what was read by hand so far. */
export class World {
  private readonly hands = new Map<string, DeliveredRows>();

  constructor(
    readonly ground: Ground,
    private readonly data: string,
    readonly expected: ExpectedNumbers,
    readonly keySecret: string,
    readonly signal: AbortSignal,
  ) {}

  fileOf = ({ folder }: HandSource, name: string): string => join(this.data, folder, name);

  folderOf = ({ folder }: HandSource): string => join(this.data, folder);

  readonly integrationOf = ({ name }: HandSource): Integration => this.ground.sync.integration(name);

  /** What was delivered by hand. */
  handOf({ name, deliversEverything }: Pick<HandSource, 'name' | 'deliversEverything'>): DeliveredRows {
    const hand = this.hands.get(name) ?? new DeliveredRows(deliversEverything);
    this.hands.set(name, hand);
    return hand;
  }

  readonly activeKeys = (name: string): ReadonlySet<string> => this.hands.get(name)?.activeKeys ?? new Set();
}
