import { randomBytes } from 'node:crypto';

/** Crockford's Base32: no I, L, O, U, so that it can be read out on the telephone. https://www.crockford.com/base32.html */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** What our references look like; anything else names no case. */
export const CASE_REFERENCE = /^CW(-[0-9A-HJKMNP-TV-Z]{4}){3}$/;

/** A new reference: 60 random bits, too many to guess or to meet twice. */
export function newCaseReference(random: (size: number) => Buffer = randomBytes): string {
  const letters = [...random(12)].map((byte) => ALPHABET.charAt(byte & 31)).join('');
  return `CW-${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8)}`;
}
