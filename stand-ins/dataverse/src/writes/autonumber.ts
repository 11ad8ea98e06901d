import { randomInt } from 'node:crypto';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** Fills a pattern such as `CAS-{SEQNUM:5}-{RANDSTRING:6}`: developer/data-platform/create-auto-number-attributes. */
export function fillAutonumber(pattern: string, sequence: number): string {
  return pattern
    .replace(/\{SEQNUM:(\d+)\}/g, (_, digits: string) => String(sequence).padStart(Number(digits), '0'))
    .replace(/\{RANDSTRING:(\d+)\}/g, (_, length: string) => randomLetters(Number(length)));
}

const randomLetters = (length: number) =>
  Array.from({ length }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('');
