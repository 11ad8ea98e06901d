import { readMoment } from './read-moment.js';

/** What a cell holds. */
export type LakeValue = string | number | bigint | boolean | Date | null;

/**
 * A cell by its column's type: a guid in lower case; a whole number, as bigint where a number would lose digits; a decimal as its
 * text, for the same reason; a moment as a Date. Types that we do not know stay text. An empty cell is null.
 *
 * @returns undefined for what is no value of the type
 */
export function readValue(text: string, dataType: string): LakeValue | undefined {
  if (text === '') return null;
  switch (dataType) {
    case 'guid':
      return text.toLowerCase();
    case 'int64':
      return readWhole(text);
    case 'double':
      return Number.isNaN(Number(text)) ? undefined : Number(text);
    case 'decimal':
      return /^-?\d+(\.\d+)?$/.test(text) ? text : undefined;
    case 'boolean':
      return readFlag(text.toLowerCase());
    case 'dateTime':
    case 'dateTimeOffset':
      return readMoment(text);
    default:
      return text;
  }
}

function readWhole(text: string): number | bigint | undefined {
  if (!/^-?\d+$/.test(text)) return undefined;
  return Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text);
}

function readFlag(text: string): boolean | undefined {
  if (text === 'true') return true;
  return text === 'false' ? false : undefined;
}
