import { createHash } from 'node:crypto';
import { seededRandom } from '../../../stand-ins/control/src/seeded-random.js';
import { inTurns } from '../in-turns.js';
import { type KindName, kindNames, KINDS, type Way, type Write } from './writes.js';

/** What one process writes in one way. */
export interface Lot {
  process: string;
  way: Way;
  writes: Write[];
}

export interface LotOptions {
  seed: number;
  processes: readonly string[];
  ways: readonly Way[];
  /** Of all lots together, without those that a second process writes too. */
  writes: number;
}

const longestAccountNumber = 20;

/** The lots of a round, all of them chosen by the seed: each process writes its own rows, and some of the next one's. */
export function planLots({ seed, processes, ways, writes }: LotOptions): Lot[] {
  const random = seededRandom(seed);
  const nextKind = inTurns(
    kindNames.flatMap((name) => Array.from({ length: KINDS[name].share }, () => name)),
    random,
  );
  const count = Math.ceil(writes / processes.length / ways.length);
  const own = processes.flatMap((process) =>
    ways.map((way): Lot => {
      const lot = Array.from({ length: count }, (_, n) => planWrite(nextKind(), `${process}/${way}/${n}`));
      return { process, way, writes: lot };
    }),
  );
  return own.map((lot) => ({ ...lot, writes: [...lot.writes, ...sharedBy(nextOf(lot, processes, own))] }));
}

function planWrite(kind: KindName, naturalKey: string): Write {
  const { isKeyed, refusedAs } = KINDS[kind];
  const hash = createHash('sha256').update(naturalKey).digest('hex');
  const number = hash.slice(0, 12);
  return {
    kind,
    naturalKey,
    id: `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`,
    ...(isKeyed && { key: hash }),
    values: {
      name: `Name of ${naturalKey}`,
      accountNumber: refusedAs === 'text-too-long' ? number.padEnd(longestAccountNumber + 1, 'x') : number,
      city: `City ${hash.slice(0, 2)}`,
    },
  };
}

const nextOf = (
  { process, way }: Lot,
  processes: readonly string[],
  lots: readonly Lot[],
): Lot | undefined => {
  const next = processes[(processes.indexOf(process) + 1) % processes.length];
  return lots.find((lot) => lot.process === next && lot.way === way);
};

const sharedBy = (lot: Lot | undefined): Write[] =>
  lot?.writes.filter(({ kind }) => KINDS[kind].isShared) ?? [];
