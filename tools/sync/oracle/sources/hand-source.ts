import type { HandRow } from '../reading/hand-read.js';

/** Active keys of another integration, as far as it was delivered. */
export type ActiveKeys = (integration: string) => ReadonlySet<string>;

/** How a person who knows the source, and not the catalogue, reads it. */
export interface HandSource {
  /** Of the integration. */
  readonly name: string;
  /** Of the real data. */
  readonly folder: string;
  /** In Dataverse, and as its rows are addressed. */
  readonly table: string;
  readonly entitySet: string;
  /** Of its files. */
  readonly encoding: 'utf-8' | 'latin1';
  /** Whether a delivery is all that there is. */
  readonly deliversEverything: boolean;
  /** The rows of a file, in its order. */
  read(path: string, activeKeys: ActiveKeys): Promise<HandRow[]>;
}
