import { lanesByRank } from '../../limits.js';

/** Lua names of all numbers that the ledger keeps, in the order in which they are packed. */
const paths: string[] = [];
const known = (path: string): string => `known[${paths.push(path)}] or 0`;
/** A table that is made in one piece: one that grows is made anew and anew. */
const table = (path: string, names: readonly string[]): string =>
  `{ ${names.map((name) => `${name} = ${known(`${path}.${name}`)}`).join(', ')} }`;

const state = table('state', [
  'bornAt',
  'latest',
  'setBackMs',
  'expirySetAt',
  'toldInFlight',
  'toldAt',
  'requests',
  'executionMs',
  'oldest',
  'newest',
  'newestRequests',
  'newestMs',
  'hour',
  'operations',
  'operationsBefore',
  'recommendedConcurrency',
  'surpriseMs',
  'surpriseAt',
]);
const rates = lanesByRank.map((_, place) =>
  table(`rates[${place + 1}]`, ['requests', 'executionMs', 'at', 'heardAt']),
);
/** The first lane is never paced. */
const tokens = lanesByRank
  .slice(1)
  .map((_, place) => table(`tokens[${place + 2}]`, ['requests', 'executionMs', 'at']));
const format = `'>${'d'.repeat(paths.length)}'`;

/** What the ledger remembers in numbers, from \`packed\`. Where there is nothing to remember, it is 0. */
export const unpackNumbers = /* lua */ `
local known = packed and { struct.unpack(${format}, packed) } or {}
local state = ${state}
local rates = { ${rates.join(', ')} }
local tokens = { false, ${tokens.join(', ')} }
`;

export const packedNumbers = `struct.pack(${format}, ${paths.join(', ')})`;
