/** Where an answer is not what a golden says. */
export interface Difference {
  /** A JSON pointer into the answer: `/status`, `/headers/odata-entityid`, `/body/value/0/name`. */
  at: string;
  expected: string;
  got: string;
}

const LONGEST = 400;

export const difference = (at: string, expected: string, got: unknown): Difference => ({
  at,
  expected,
  got: inWords(got),
});

/** A value as a person reads it, cut when it is long. */
export function inWords(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
}

/** The pointer to a member, with the two escapes of RFC 6901. */
export const below = (at: string, name: string | number): string =>
  `${at}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;
