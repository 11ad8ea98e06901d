import { wrongLiteral } from '../errors.js';

/** Without groups: megabytes of them are too deep for a regular expression. */
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

export const isBase64 = (text: string): boolean => text.length % 4 === 0 && BASE64.test(text);

/** Bytes as JSON has them: Edm.Binary, in base64. None at all are no value. */
export function checkBase64(value: unknown): string | null {
  if (typeof value !== 'string' || !isBase64(value)) throw wrongLiteral(value, 'Binary');
  return value === '' ? null : value;
}
