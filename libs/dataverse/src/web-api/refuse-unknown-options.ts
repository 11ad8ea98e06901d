/** Refuses an option that there is not, with a `TypeError`: misspelt, it would be left out without a word. */
export function refuseUnknownOptions(
  options: object,
  known: Readonly<Record<string, true>>,
  of: string,
): void {
  const other = Object.keys(options).find((name) => !Object.hasOwn(known, name));
  if (other === undefined) return;
  throw new TypeError(`${other} is no option of ${of}, which are ${Object.keys(known).join(', ')}.`);
}
