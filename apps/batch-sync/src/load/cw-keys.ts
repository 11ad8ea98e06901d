import { createHash, createHmac } from 'node:crypto';
import type { Schema } from '#lib/dataverse-schema';
import type { LoadStep } from '../catalogue/order/load-order.js';
import { tableNamed } from './table-named.js';

/** Whose keys are to be made, and with what. */
export interface CwKeysOptions {
  schema: Schema;
  /** For the keys of people. */
  keySecret?: string | undefined;
}

/** The keys of people cannot be made without a secret. */
export class KeySecretMissingError extends Error {
  override readonly name = 'KeySecretMissingError';
  readonly code = 'key-secret-missing';

  constructor(step: string) {
    super(`The rows of ${step} are people, whose keys are made with a secret: there is none.`);
  }
}

/** Whether the rows of a step are people: then their keys are made with the secret, which SQL cannot do. */
export const hasSecretKeys = ({ target }: LoadStep, schema: Schema): boolean =>
  tableNamed(schema, target.table).personal;

/**
 * Makes the `cw_key` of a step's rows of their natural keys: a SHA-256 in lower-case hex of the step's name, U+001F and the natural key, or an
 * HMAC of the same where rows are people.
 *
 * @throws KeySecretMissingError
 */
export function cwKeysOf(
  step: LoadStep,
  { schema, keySecret }: CwKeysOptions,
): (naturalKey: string) => string {
  const told = (naturalKey: string) => `${step.name}\u001f${naturalKey}`;
  if (!hasSecretKeys(step, schema))
    return (naturalKey) => createHash('sha256').update(told(naturalKey)).digest('hex');
  if (!keySecret) throw new KeySecretMissingError(step.name);
  return (naturalKey) => createHmac('sha256', keySecret).update(told(naturalKey)).digest('hex');
}
