import type { Form } from '../forms.js';

/** Somebody who has endless rows to write. */
export type Contender = { name: string; form: Form } & (
  | { by: 'a loop'; rowsARequest: number; atOnce: number }
  /** With its defaults: it sees for itself how much goes at once. */
  | { by: 'causeway' }
);

/** What is usually written around a client that knows no limits: so many at a time, and whoever hears 429 waits as long as told. */
const loop = (form: Form, rowsARequest: number, atOnce: number, name: string): Contender => ({
  name: `${name}, ${atOnce === 1 ? 'one by one' : `${atOnce} at a time`}`,
  by: 'a loop',
  form,
  rowsARequest,
  atOnce,
});

const causeway = (form: Form, name: string): Contender => ({
  name: `causeway: ${name}`,
  by: 'causeway',
  form,
});

/** Those who never hear a 429, since they are too slow for it. */
export const oneByOne: readonly Contender[] = [
  loop('single', 1, 1, 'single rows'),
  loop('batch', 100, 1, '$batch of 100'),
];
export const fiftyAtATime: readonly Contender[] = [
  loop('single', 1, 50, 'single rows'),
  loop('batch', 100, 50, '$batch of 100'),
  loop('bulk', 100, 50, 'UpsertMultiple of 100'),
];
export const ours: readonly Contender[] = [
  causeway('single', 'single rows'),
  causeway('batch', '$batch'),
  causeway('bulk', 'UpsertMultiple'),
];
