import { DeliveryRefusedError } from '../../delivery-refused-error.js';
import type { ReadIntegration } from './column-names.js';

/** What is told apart by looking at a value; dates have too many forms for that. */
const FITS = {
  number: (text: string) => Number.isFinite(Number(text)),
  boolean: (text: string) => /^(true|false)$/i.test(text),
} as const;

/** Fewer values prove nothing. */
const ENOUGH = 20;

/** A column of a header whose values can be told from others. */
interface TypedPlace {
  at: number;
  type: keyof typeof FITS;
  nothing: readonly string[];
}

/**
 * Refuses rows whose values stand one place beside their columns. That is certain only where at least two columns hold no value of
 * their type at all, and every column's neighbour on the same side holds nothing else.
 *
 * @param columns the integration's columns by their places in the header
 * @param rows the first rows
 * @throws DeliveryRefusedError `delivery-columns-shifted`
 */
export function refuseShiftedColumns(
  columns: readonly (readonly string[])[],
  rows: readonly (readonly string[])[],
  of: ReadIntegration['columns'],
  file: string,
): void {
  const typed = columns.flatMap((here, at): TypedPlace[] => {
    for (const column of here) {
      const { type, nothing } = of[column] ?? { type: 'text', nothing: [] };
      if (type === 'number' || type === 'boolean') return [{ at, type, nothing }];
    }
    return [];
  });
  const without = typed.filter(({ at, ...place }) => {
    const texts = textsAt(at, place, rows);
    return texts.length >= ENOUGH && !texts.some(FITS[place.type]);
  });
  if (without.length < 2) return;
  for (const side of [-1, 1])
    if (typed.every((place) => holdsOnly(place, side, rows)))
      throw new DeliveryRefusedError(
        'delivery-columns-shifted',
        `its values stand one column to the ${side < 0 ? 'left' : 'right'} of where its header says.`,
        { file },
      );
}

function holdsOnly(
  { at, ...place }: TypedPlace,
  side: number,
  rows: readonly (readonly string[])[],
): boolean {
  const texts = textsAt(at + side, place, rows);
  return texts.length > 0 && texts.every(FITS[place.type]);
}

const textsAt = (at: number, { nothing }: Omit<TypedPlace, 'at'>, rows: readonly (readonly string[])[]) =>
  rows.map((row) => row[at]?.trim() ?? '').filter((text) => text !== '' && !nothing.includes(text));
