type Known = Readonly<Record<string, true>>;

/** Refuses an option that there is not, with a `TypeError`: misspelt, it would be left out without a word. */
export function refuseUnknownOptions(options: object, known: Known, of: string): void {
  const other = unknownIn(options, known);
  if (other === undefined) return;
  throw new TypeError(`${other} is no option of ${of}, which are ${Object.keys(known).join(', ')}.`);
}

/** The name of an option that there is not. */
export const unknownIn = (options: object, known: Known): string | undefined =>
  Object.entries(options).find(([name, value]) => value !== undefined && !Object.hasOwn(known, name))?.[0];
