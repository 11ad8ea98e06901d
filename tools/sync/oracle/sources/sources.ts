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
const handSources = (keySecret: string): readonly HandSource[] => [
  customerRegister(keySecret),
  facilities,
  waterPumps,
  roadRatings,
  potholes,
  trunkRoadworks,
  caseArchiveBoston,
  caseArchiveNyc,
];

/**
 * Those of these integrations, or all.
 *
 * @throws in words for an integration that nobody knows by hand
 */
export function chooseSources(keySecret: string, only: readonly string[] | undefined): HandSource[] {
  const all = handSources(keySecret);
  const names = all.map(({ name }) => name);
  const unknown = only?.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new Error(`Nobody knows by hand what ${unknown} must give. There are ${names.join(', ')}.`);
  return all.filter(({ name }) => only?.includes(name) ?? true);
}
