import { annotationTable, cutText } from '#lib/dataverse';
import { type Column, optionsOf, type Schema } from '#lib/dataverse-schema';
import type { ColumnType } from '../../../catalogue/column-types.js';
import type { Mapping } from '../../../catalogue/target.js';
import { UnfitValueError } from '../unfit-value.error.js';
import { literalValue } from './literal-value.js';
import { booleanIn, dayIn, momentIn, numberIn, readings } from './read-text.js';

/** What becomes of a text of the source. */
export type OfText = (text: string) => unknown;

type FromColumn = Extract<Mapping, { column: string }>;

/**
 * What a column of Dataverse says for a text of a column of the source, whose type is undefined where a query made it. A text that its own type
 * cannot read means nothing; one of no type, and a number that the column cannot hold, is an `UnfitValueError`.
 */
export function sourceValue(
  schema: Schema,
  mapping: FromColumn,
  column: Column,
  type: ColumnType | undefined,
): OfText {
  if (mapping.values || column.type === 'choice') return namedValue(schema, mapping, column);
  const read = readable(column, mapping);
  return (text) => {
    if (type !== undefined && readings[type](text) === undefined) return null;
    return read(text);
  };
}

/** By the list of the mapping; that of a choice without one has its own labels. */
function namedValue(schema: Schema, { values, otherwise = null }: FromColumn, column: Column): OfText {
  const listed = values
    ? Object.entries(values).map(([text, value]) => [text, literalValue(schema, column, value)] as const)
    : labelsOf(schema, column);
  const named = new Map(listed);
  const fallback = literalValue(schema, column, otherwise);
  return (text) => (named.has(text) ? named.get(text) : fallback);
}

const labelsOf = (schema: Schema, column: Column): (readonly [string, unknown])[] =>
  column.type === 'choice' ? optionsOf(schema, column).map(({ label }) => [label, label]) : [];

function readable(column: Column, mapping: FromColumn): OfText {
  const { column: from } = mapping;
  switch (column.type) {
    case 'string':
    case 'memo':
      return asText(column.length, mapping);
    case 'integer':
      return demanded(column, from, 'whole numbers', (text) => wholeNumberIn(text));
    case 'double':
    case 'decimal':
      return demanded(column, from, 'numbers', numberIn);
    case 'boolean':
      return demanded(column, from, 'true and false', booleanIn);
    case 'date':
      return demanded(column, from, 'days', dayIn);
    case 'datetime':
      return demanded(column, from, 'moments', momentIn);
    default:
      throw new Error(`${column.name} is of type ${column.type}, which no column of a source fits.`);
  }
}

function asText(length: number, { column: from, cut, note }: FromColumn): OfText {
  if (note !== undefined)
    return (text) => {
      // It would be cut there, too, and then stand whole nowhere.
      if (text.length > longestNote) throw new UnfitValueError(`${from} is longer than a note holds.`);
      return cutText(text, length);
    };
  return cut ? (text) => cutText(text, length) : (text) => text;
}

const longestNote = annotationTable.columns.text.maxLength;

function demanded(column: Column, from: string, what: string, read: OfText): OfText {
  return (text) => {
    const value = read(text);
    if (value === undefined) throw new UnfitValueError(`${column.name} takes ${what}, and ${from} is none.`);
    return value;
  };
}

/** Dataverse's whole numbers have 32 bits. */
function wholeNumberIn(text: string): number | undefined {
  const value = numberIn(text);
  return value !== undefined && value === Math.trunc(value) && Math.abs(value) < 2 ** 31 ? value : undefined;
}
