import { InvalidArgumentError } from 'commander';

/** The value of an option that counts something. */
export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new InvalidArgumentError('It must be a whole number above 0.');
  return Number(text);
}

/** For whoever names none. */
export const anySeed = (): number => Math.floor(Math.random() * 1_000_000);

/** Tells how far it is; the findings alone go to the standard output. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
