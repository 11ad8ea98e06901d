import { caseArchiveBoston } from './case-archive-boston.js';
import { caseArchiveNyc } from './case-archive-nyc.js';
import { customerRegister } from './customer-register.js';
import { facilities } from './facilities.js';
import type { HandSource } from './hand-source.js';
import { potholes } from './potholes.js';
import { roadRatings } from './road-ratings.js';
import { trunkRoadworks } from './trunk-roadworks.js';
import { waterPumps } from './water-pumps.js';

/** All of them, in their order: potholes name roads. */
export const handSources = (keySecret: string): readonly HandSource[] => [
  customerRegister(keySecret),
  facilities,
  waterPumps,
  roadRatings,
  potholes,
  trunkRoadworks,
  caseArchiveBoston,
  caseArchiveNyc,
];
