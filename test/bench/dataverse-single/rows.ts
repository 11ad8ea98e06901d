import { createHash } from 'node:crypto';

/** What is read back of a row: which it is, and who wrote it when. */
export interface ReadRow {
  key: string;
  stamp: string;
}

/** Keys as our tables have them: a hash in lower-case hexadecimal digits. Every contender has the same ones. */
export const keysOf = (count: number): string[] =>
  Array.from({ length: count }, (_, row) => createHash('sha256').update(`bench:${row}`).digest('hex'));

/** A contact in our words. Only the key and the stamp differ from row to row. */
export const contactOf = ({ key, stamp }: ReadRow) => ({
  firstName: 'Ann',
  lastName: 'Lee',
  email: `${key}@example.org`,
  mobilePhone: '+44 20 7946 0000',
  description: stamp,
  naturalKey: key,
});
