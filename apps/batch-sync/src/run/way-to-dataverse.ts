import type { Integration } from '../catalogue/integration.js';
import type { LoadStep } from '../catalogue/order/load-order.js';
import type { StepWriter } from '../load/step-writer.js';
import type { Spent } from './run-report.js';

/** A row of a step as Dataverse holds it. */
export interface HeldRow {
  readonly cwKey: string;
  /** As it was sent with the row, in lower-case hex; null where somebody else has made the row, or changed that. */
  readonly hash: string | null;
  readonly isActive: boolean;
}

/** The alternate keys of a step's rows. */
export interface StepKeys {
  cwKeyOf(naturalKey: string): string;
  /** Whether the natural keys tell of people: then nobody is told of them. */
  readonly arePersonal: boolean;
}

/** How the rows of one integration get into Dataverse. A process opens one for each run that it works at. */
export interface WayToDataverse {
  /** A new one for each worker. */
  writer(step: LoadStep): StepWriter;
  /** All rows of the step, in any order. */
  heldRows(step: LoadStep, options: { signal: AbortSignal }): AsyncIterable<HeldRow>;
  /** How the rows of the step are called there. */
  keys(step: LoadStep): StepKeys;
  /** What it has cost so far; only what is added counts. */
  spent(): Spent;
}

export type OpenWay = (integration: Integration) => WayToDataverse | Promise<WayToDataverse>;
