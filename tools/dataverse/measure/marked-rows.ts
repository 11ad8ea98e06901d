import { createHash, randomUUID } from 'node:crypto';

const source = 'causeway-measure';

/** What the natural keys of all rows begin with that a measurement makes, so that those of an aborted run can be found. */
export const anyMark = `${source}:`;

/** The same for one run: no row of it meets one of another. */
export const newMark = (): string => `${anyMark}${randomUUID()}:`;

/** What tells a row from every other: as in all our tables, its key is a hash of where it is from and its natural key. */
export interface RowMark {
  key: string;
  naturalKey: string;
}

export const markOf = (naturalKey: string): RowMark => ({ key: keyOf(naturalKey), naturalKey });

/** Whether a measurement made the row, and nobody else who happens to call a row so. */
export const isMarked = ({ key, naturalKey }: Readonly<Record<string, unknown>>): boolean =>
  typeof naturalKey === 'string' && naturalKey.startsWith(anyMark) && key === keyOf(naturalKey);

const keyOf = (naturalKey: string): string =>
  createHash('sha256').update(`${source}\u001f${naturalKey}`).digest('hex');
