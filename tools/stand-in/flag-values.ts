import { InvalidArgumentError } from 'commander';

/** `a=b` */
export function halves(text: string): [string, string] {
  const [, before, after] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (!before || !after) throw new InvalidArgumentError('It must have the form a=b.');
  return [before, after];
}

export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number above 0.');
  return Number(text);
}
