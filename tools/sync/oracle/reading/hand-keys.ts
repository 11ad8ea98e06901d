import { createHash, createHmac } from 'node:crypto';

/** The `cw_key` of a row of a source. */
export const cwKeyOf = (source: string, key: string): string =>
  createHash('sha256').update(`${source}\u001f${key}`).digest('hex');

/** The same of a person. */
export const personKeyOf = (source: string, key: string, secret: string): string =>
  createHmac('sha256', secret).update(`${source}\u001f${key}`).digest('hex');
