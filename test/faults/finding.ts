/**
 * Something accepted is not there, something is there twice, something is there that contradicts what was posted or told, or what was
 * counted is not so.
 */
export interface Finding {
  kind: 'lost' | 'doubled' | 'wrong' | 'misreported';
  what: string;
}

/** One finding if it is so, else none. */
export const found = (is: boolean, kind: Finding['kind'], what: string): Finding[] =>
  is ? [{ kind, what }] : [];
