import { type Column, optionsOf, type Schema } from '#lib/dataverse-schema';
import type { ColumnType } from '../column-types.js';

/** A value that stands in the catalogue itself. */
export type Literal = string | number | boolean | null;

type Kind = Column['type'];

/** What a column of that type in Dataverse takes of the columns of a source; a text takes all of them. */
const FITTING: Readonly<Partial<Record<Kind, readonly ColumnType[]>>> = {
  string: ['text', 'number', 'boolean', 'date', 'datetime'],
  memo: ['text', 'number', 'boolean', 'date', 'datetime'],
  integer: ['number'],
  double: ['number'],
  decimal: ['number'],
  boolean: ['boolean'],
  date: ['date'],
  datetime: ['datetime'],
  choice: ['text'],
};

/** Why the values of a source's column cannot stand in a column of Dataverse; undefined when they can. */
export function typeMistake(column: Column, name: string, type: ColumnType | undefined): string | undefined {
  const fitting = FITTING[column.type];
  if (!fitting) return `${column.name} is of type ${column.type}, which no column of a source fits`;
  if (type === undefined || fitting.includes(type)) return undefined;
  return `${column.name} is of type ${column.type}, and ${name} of type ${type}; it takes ${fitting.join(', ')}`;
}

/** Why a value of the catalogue cannot stand in a column of Dataverse; undefined when it can. */
export function literalMistake(schema: Schema, column: Column, value: Literal): string | undefined {
  if (value === null) return undefined;
  switch (column.type) {
    case 'choice':
      return choiceMistake(schema, column, value);
    case 'string':
    case 'memo':
      if (typeof value !== 'string') return `${column.name} takes texts, and ${value} is none`;
      return value.length > column.length
        ? `${column.name} holds ${column.length} characters, and "${value.slice(0, 40)}" has ${value.length}`
        : undefined;
    case 'boolean':
      return typeof value === 'boolean'
        ? undefined
        : `${column.name} takes true and false, and "${value}" is neither`;
    case 'integer':
    case 'double':
    case 'decimal':
      return numberMistake(column, value);
    default:
      return `${column.name} is of type ${column.type}, and takes no value of the catalogue`;
  }
}

function choiceMistake(
  schema: Schema,
  column: Column & { type: 'choice' },
  value: Literal,
): string | undefined {
  const options = optionsOf(schema, column);
  if (options.some((option) => option.label === value || option.value === value)) return undefined;
  return `${column.name} has no choice "${value}"; it has ${options.map(({ label }) => label).join(', ')}`;
}

function numberMistake(
  column: Column & { min?: number | undefined; max?: number | undefined },
  value: Literal,
) {
  const { name, type, min = -Infinity, max = Infinity } = column;
  if (typeof value !== 'number') return `${name} takes numbers, and "${value}" is none`;
  if (type === 'integer' && !Number.isInteger(value))
    return `${name} takes whole numbers, and ${value} is none`;
  if (value < min) return `${name} takes ${min} at least, and not ${value}`;
  return value > max ? `${name} takes ${max} at most, and not ${value}` : undefined;
}
