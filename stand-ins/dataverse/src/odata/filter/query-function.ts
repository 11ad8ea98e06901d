import { wrongParameter, unknownFunction, wrongLiteralInQuery } from '../../errors.js';
import { missing } from '../../not-implemented.js';
import { bindPath, type Property } from '../bind-path.js';
import { propertyOf } from '../../schema/column.js';
import { comparableOf, fold, toKey, type Key } from '../comparable.js';
import { dateFunction } from './date-functions.js';
import type { Argument, QueryFunction } from './expression.js';
import type { Predicate, Scope } from './scope.js';

type Parameters = QueryFunction['parameters'];

/** Each passes the rows with a value for which this is true; a `Not` passes those without one too, as `ne` does. */
const LISTS: Record<string, (values: readonly Key[]) => (key: Key) => boolean> = {
  In: (values) => oneOf(values),
  NotIn: (values) => not(oneOf(values)),
  Between: (values) => between(values),
  NotBetween: (values) => not(between(values)),
};

/** What the service knows besides, by the groups of webapi/query/filter-rows, "Dataverse query functions". */
const LACKING = new RegExp(
  `^(?:${[
    '(?:InFiscal|InOrAfterFiscal|InOrBeforeFiscal)\\w+',
    '(?:Last|Next|This)X?Fiscal\\w+',
    '(?:Not)?Equal(?:Business|User|Role)\\w+',
    'Above|AboveOrEqual|Under|UnderOrEqual|NotUnder',
    'ContainValues|DoesNotContainValues|Contains',
  ].join('|')})$`,
);

/**
 * A function of the service's own. Its values come as texts, whatever the column:
 * webapi/query/filter-rows, "Dataverse query functions".
 */
export function bindQueryFunction(scope: Scope, { name, parameters }: QueryFunction): Predicate {
  if (LACKING.test(name)) throw missing('queryFunctions', name);
  const property = bindProperty(scope, parameters);
  const list = Object.hasOwn(LISTS, name) ? LISTS[name] : undefined;
  const passes = list
    ? list(listOf(parameters).map((text) => keyOf(property, text)))
    : dateFunction(name, property, scope.now, parameters.get('PropertyValue'));
  if (!passes) throw unknownFunction(`Microsoft.Dynamics.CRM.${name}`);
  const comparable = comparableOf(property.column);
  return (row) => passes(toKey(comparable, property.read(row)));
}

/** `PropertyName` takes a column by its own name, and by the name of its property. */
function bindProperty({ variable, ...scope }: Scope, parameters: Parameters): Property {
  if (variable !== undefined) throw missing('queryFunctions', `a query function inside of any or all`);
  const name = parameters.get('PropertyName');
  if (name?.kind !== 'string') throw wrongParameter('PropertyName');
  const column = scope.table.columnsByName.get(name.value);
  return bindPath(scope, scope.table, column ? [propertyOf(column)] : name.value.split('/'));
}

function listOf(parameters: Parameters): readonly string[] {
  const values: Argument | undefined = parameters.get('PropertyValues');
  if (values?.kind !== 'list') throw wrongParameter('PropertyValues');
  return values.values;
}

function keyOf({ column }: Property, text: string): Key {
  switch (comparableOf(column)) {
    case 'text':
    case 'guid':
      return fold(text);
    case 'boolean':
      if (!/^(?:true|false|0|1)$/i.test(text)) throw wrongLiteralInQuery(text, column.name);
      return text === '1' || fold(text) === 'true';
    case 'number':
      return numeric(Number(text.trim() === '' ? NaN : text), text, column.name);
    case 'moment':
      return numeric(Date.parse(text), text, column.name);
  }
}

function numeric(key: number, text: string, column: string): number {
  if (Number.isNaN(key)) throw wrongLiteralInQuery(text, column);
  return key;
}

function oneOf(values: readonly Key[]) {
  const set = new Set(values);
  return (key: Key) => key !== null && set.has(key);
}

function between(values: readonly Key[]) {
  const [from = null, to = null] = values;
  if (values.length !== 2 || from === null || to === null) throw wrongParameter('PropertyValues');
  return (key: Key) => key !== null && from <= key && key <= to;
}

const not = (passes: (key: Key) => boolean) => (key: Key) => !passes(key);
