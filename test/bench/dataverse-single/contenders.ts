import { barePool } from './bare-pool.js';
import { causeway } from './causeway.js';
import type { Contender } from './contender.js';
import { dynamicsWebApi } from './dynamics-web-api.js';
import type { Places } from '../../support/dataverse-identity.js';

/** All contenders, in the order of their turns. */
export const CONTENDERS = {
  causeway,
  'dynamics-web-api': dynamicsWebApi,
  undici: barePool,
} satisfies Record<string, (places: Places) => Promise<Contender>>;

export type ContenderName = keyof typeof CONTENDERS;

export const contenderNames = Object.keys(CONTENDERS) as ContenderName[];
