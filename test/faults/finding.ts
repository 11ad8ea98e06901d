/** Something accepted is not there, something is there twice, or something is there that contradicts what was posted or told. */
export interface Finding {
  kind: 'lost' | 'doubled' | 'wrong';
  what: string;
}

/** One finding if it is so, else none. */
export const found = (is: boolean, kind: Finding['kind'], what: string): Finding[] =>
  is ? [{ kind, what }] : [];
