/** What a figure was over all rounds. */
export interface Spread {
  median: number;
  min: number;
  max: number;
}

/** Throws when there are no values: a figure of nothing is none. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const [min, max] = [sorted[0], sorted.at(-1)];
  if (min === undefined || max === undefined)
    throw new RangeError('There are no rounds to take a figure of.');
  const [lower, upper] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return { median: ((lower ?? min) + (upper ?? max)) / 2, min, max };
}

/** `median (min–max)`, rounded to what a reader can use; one value, such as that of one round, has no range. */
export const spreadInWords = ({ median, min, max }: Spread, digits = 0): string =>
  min === max
    ? figure(median, digits)
    : `${figure(median, digits)} (${figure(min, digits)}–${figure(max, digits)})`;

/** Blanks between thousands. */
function figure(value: number, digits: number): string {
  const [whole = '', fraction] = value.toFixed(digits).split('.');
  const spaced = whole.replace(/\B(?=(\d{3})+$)/g, ' ');
  return fraction === undefined ? spaced : `${spaced}.${fraction}`;
}
