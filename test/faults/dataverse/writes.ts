import type { RowResult } from '#lib/dataverse';

/** How rows are written: one call each, as operations of batches, or as bulk messages. */
export const WAYS = ['single', 'batch', 'bulk'] as const;
export type Way = (typeof WAYS)[number];

export type Outcome = RowResult['outcome'];
export type Verb = 'create' | 'update' | 'upsert' | 'delete';

/** What a row holds beside its keys. */
export interface Values {
  name: string;
  accountNumber: string;
  city: string;
}

/** One row to write. */
export interface Write {
  kind: KindName;
  /** Says whose it is: the process, the way and a number. No alternate key of the service guards it. */
  naturalKey: string;
  id: string;
  /** The alternate key's value; a row without one could be there twice. */
  key?: string | undefined;
  values: Values;
}

/** What the process that wrote it was told. */
export interface Told {
  outcome: Outcome;
  code?: string | undefined;
  tried?: readonly string[] | undefined;
  id?: string | undefined;
}

/** A kind of write: what stands there before, and what may be said of it. */
export interface Kind {
  verb: Verb;
  /** How many of 300 writes. */
  share: number;
  /** The row that stands there before: none, one with the wanted values, or one with others. */
  before?: 'same' | 'other';
  isKeyed?: true;
  readFirst?: true;
  /** Another process writes it too, with the same values. */
  isShared?: true;
  /** The code with which it must be refused. */
  refusedAs?: string;
  told: Readonly<Record<Way, Outcome>>;
  /** What may be said as well where replies are lost, since nobody can know better. */
  perhaps?: Readonly<Partial<Record<Way, Outcome>>>;
}

const byAnyWay = (outcome: Outcome) => ({ single: outcome, batch: outcome, bulk: outcome });

/** A repeat that finds the row of an attempt before it. */
const repeatedUpsert = { single: 'updated', batch: 'upserted' } as const;
/** A row that was there before, and is found after an attempt of which nothing was heard. */
const takenForOurs = { batch: 'created', bulk: 'created' } as const;

const kinds = {
  'a new row with a key': {
    verb: 'create',
    share: 51,
    isKeyed: true,
    told: byAnyWay('created'),
    perhaps: { single: 'unchanged' },
  },
  'a new row without a key': {
    verb: 'create',
    share: 51,
    told: byAnyWay('created'),
    perhaps: { single: 'unchanged' },
  },
  'a new row once more': {
    verb: 'create',
    share: 9,
    before: 'same',
    isKeyed: true,
    told: byAnyWay('unchanged'),
    perhaps: takenForOurs,
  },
  'a change': { verb: 'update', share: 48, before: 'other', told: byAnyWay('updated') },
  'a change that is none': {
    verb: 'update',
    share: 12,
    before: 'same',
    readFirst: true,
    told: { single: 'updated', batch: 'unchanged', bulk: 'unchanged' },
  },
  'an upsert that creates': {
    verb: 'upsert',
    share: 36,
    isKeyed: true,
    told: byAnyWay('created'),
    perhaps: repeatedUpsert,
  },
  'an upsert that changes': {
    verb: 'upsert',
    share: 21,
    before: 'other',
    isKeyed: true,
    told: byAnyWay('updated'),
    perhaps: { batch: 'upserted' },
  },
  'an upsert of two processes': {
    verb: 'upsert',
    share: 15,
    isKeyed: true,
    isShared: true,
    told: byAnyWay('created'),
    perhaps: repeatedUpsert,
  },
  'an upsert that creates, read first': {
    verb: 'upsert',
    share: 12,
    isKeyed: true,
    readFirst: true,
    told: byAnyWay('created'),
    perhaps: { single: 'updated' },
  },
  'an upsert that changes, read first': {
    verb: 'upsert',
    share: 9,
    before: 'other',
    isKeyed: true,
    readFirst: true,
    told: byAnyWay('updated'),
  },
  'an upsert of what is there, read first': {
    verb: 'upsert',
    share: 9,
    before: 'same',
    isKeyed: true,
    readFirst: true,
    told: { single: 'updated', batch: 'unchanged', bulk: 'unchanged' },
  },
  'a deletion': {
    verb: 'delete',
    share: 18,
    before: 'same',
    told: byAnyWay('deleted'),
    perhaps: { single: 'not-there' },
  },
  'a deletion of what is not there': {
    verb: 'delete',
    share: 6,
    told: byAnyWay('not-there'),
    perhaps: { batch: 'deleted', bulk: 'deleted' },
  },
  'a new row that is refused': {
    verb: 'create',
    share: 1,
    isKeyed: true,
    told: byAnyWay('refused'),
    refusedAs: 'text-too-long',
  },
  'an upsert that is refused': {
    verb: 'upsert',
    share: 1,
    isKeyed: true,
    before: 'other',
    told: byAnyWay('refused'),
    refusedAs: 'text-too-long',
  },
  'a change of what is not there': {
    verb: 'update',
    share: 1,
    told: byAnyWay('refused'),
    refusedAs: 'row-not-found',
  },
} as const satisfies Record<string, Kind>;

export type KindName = keyof typeof kinds;
export const KINDS: Readonly<Record<KindName, Kind>> = kinds;
export const kindNames = Object.keys(kinds) as KindName[];

/** What the row at this natural key holds before the write, and after it; undefined when there is none. */
export const valuesBefore = ({ kind, values }: Write): Values | undefined => {
  const { before, refusedAs } = KINDS[kind];
  if (before === undefined) return undefined;
  if (before === 'same') return values;
  const short = refusedAs === undefined ? values.accountNumber : 'A';
  return { name: 'Before', accountNumber: short, city: 'Old Town' };
};

export function valuesAfter(write: Write): Values | undefined {
  const { verb, refusedAs } = KINDS[write.kind];
  if (refusedAs !== undefined) return valuesBefore(write);
  return verb === 'delete' ? undefined : write.values;
}
