import type { Column, Table } from '#lib/dataverse-schema';
import { attributeTypes } from '../definitions/attribute-type.js';
import type { FoundColumn, FoundTable } from '../environment/environment.js';
import { compareLookup } from './compare-lookup.js';
import { compareNumber } from './compare-number.js';
import { compareOptions, compareStandardOptions } from './compare-options.js';
import { byHand, byProvision, type ColumnChanges, type Finding } from './difference.js';

/** One column: ours is made to fit where that can be done; the platform's is only compared, and may be wider than we need. */
export function compareColumn(table: Table, column: Column, there: FoundTable): Finding[] {
  const found = there.columns.get(column.name);
  if (!found) return [missing(table, column)];
  const wrongType = compareType(column, found);
  if (wrongType) return [wrongType];
  return [...compareLabel(table, column, found), ...compareParticulars(table, column, found, there)];
}

function missing(table: Table, column: Column): Finding {
  if (column.custom) return byProvision('is missing', { do: 'create-column', table, column });
  return byHand('is missing', 'It belongs to the platform: is the app that brings it installed?');
}

const DATES = { date: 'DateOnly', datetime: 'DateAndTime' };

/** A text is a text: the platform's own may be of either type, for all that we do with it. */
function compareType({ type, custom }: Column, found: FoundColumn): Finding | undefined {
  const wanted = attributeTypes[type].AttributeTypeName.Value;
  const accepted = type === 'lookup' ? LOOKUPS : !custom && TEXTS.includes(wanted) ? TEXTS : [wanted];
  const advice =
    'A type cannot be changed: give the schema another name for the column, or delete it there with its data.';
  if (!accepted.includes(found.type))
    return byHand(`is a ${found.type} where we rely on a ${wanted}`, advice);
  const format = type === 'date' || type === 'datetime' ? DATES[type] : undefined;
  if (!format || found.format === undefined || found.format === format) return undefined;
  return byHand(`has the format ${found.format} where we rely on ${format}`, advice);
}

const TEXTS = ['StringType', 'MemoType'];
const LOOKUPS = ['LookupType', 'CustomerType', 'OwnerType'];

function compareLabel({ name: table }: Table, column: Column, { label }: FoundColumn): Finding[] {
  if (!column.custom || column.label === undefined || column.label === label) return [];
  return [
    change(table, column, `is called "${label ?? ''}" where we say "${column.label}"`, {
      label: column.label,
    }),
  ];
}

function compareParticulars(table: Table, column: Column, found: FoundColumn, there: FoundTable): Finding[] {
  switch (column.type) {
    case 'string':
    case 'memo':
      return compareLength(table, column, column.length, found.length);
    case 'integer':
    case 'double':
    case 'decimal':
      return compareNumber(table.name, column, found);
    case 'choice':
      return compareChoice(table, column, found);
    case 'lookup':
      return compareLookup(column, found, there.relationships);
    default:
      return [];
  }
}

function compareLength(table: Table, column: Column, wanted: number, found = wanted): Finding[] {
  const says = `has length ${found} where we rely on ${wanted}`;
  if (found < wanted && column.custom) return [change(table.name, column, says, { length: wanted })];
  if (found < wanted) return [byHand(says, 'Make it longer there, or shorter in the schema.')];
  if (found === wanted || !column.custom) return [];
  return [
    byHand(says, 'A column cannot be made shorter while rows may be longer: raise the length in the schema.'),
  ];
}

type ChoiceColumn = Extract<Column, { type: 'choice' }>;

/** The options of a shared choice are compared once, with the choice. */
function compareChoice(table: Table, column: ChoiceColumn, found: FoundColumn): Finding[] {
  const { custom, choice, values = [] } = column;
  if (!custom) return compareStandardOptions(values, found.values ?? []);
  if (found.choice !== choice) {
    const says = `takes its values from ${found.choice ?? 'its own options'} where we rely on ${choice ?? 'options of its own'}`;
    return [
      byHand(
        says,
        'That cannot be changed: give the schema another name for the column, or delete it there.',
      ),
    ];
  }
  if (choice !== undefined) return [];
  return compareOptions({ table: table.name, column: column.name }, values, found.values ?? []);
}

const change = (table: string, column: Column, says: string, changes: ColumnChanges): Finding =>
  byProvision(says, { do: 'change-column', table, column, changes });
