import type { Places } from '../../../support/dataverse-identity.js';
import { barePool } from './bare-pool.js';
import { causeway } from './causeway.js';
import type { Contender } from './contender.js';
import { inBatches, inBulkMessages } from './dynamics-web-api.js';

/** All contenders, in the order of their turns. */
export const CONTENDERS = {
  'causeway: UpsertMultiple': causeway('bulk'),
  'causeway: $batch': causeway('batch'),
  'dynamics-web-api: $batch': inBatches,
  'dynamics-web-api: UpsertMultiple': inBulkMessages,
  'undici: UpsertMultiple': barePool,
} satisfies Record<string, (places: Places) => Promise<Contender>>;

export type ContenderName = keyof typeof CONTENDERS;

export const contenderNames = Object.keys(CONTENDERS) as ContenderName[];

/** The one that comes to a size of its own. */
export const ownSize: ContenderName = 'causeway: UpsertMultiple';
