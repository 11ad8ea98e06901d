import { z } from 'zod';
import type { Context } from '../../operations/request.js';
import type { ChoiceOption, Column } from '../../schema/column.js';
import type { GlobalChoice } from '../../schema/global-choice.js';
import type { Table } from '../../schema/table.js';
import { attributeBase } from '../attribute-types.js';
import { optionSetBase } from '../option-set-definition.js';
import { badDefinition, noSuchDefinition } from '../refusals.js';
import { requireTable } from './new-relationship.js';

/** Where options stand: in a global choice, or in a column. */
export const optionPlace = z.looseObject({
  OptionSetName: z.string().nullish(),
  EntityLogicalName: z.string().nullish(),
  AttributeLogicalName: z.string().nullish(),
  SolutionUniqueName: z.string().nullish(),
});

type OptionPlace = z.output<typeof optionPlace>;

/** The options there. Those of two are numbered 1 and 0. Throws a DataverseError when there are none. */
export function findOptions(context: Context, place: OptionPlace): readonly ChoiceOption[] {
  const choice = sharedChoice(context, place);
  if (choice) return choice.options;
  const { column } = requireColumn(context, place);
  if (column.type === 'choice') return column.values;
  if (column.type === 'boolean')
    return [
      { value: 1, label: column.words?.true ?? 'Yes' },
      { value: 0, label: column.words?.false ?? 'No' },
    ];
  throw badDefinition(`${column.name} has no options`);
}

/** Puts other options there. */
export function changeOptions(context: Context, place: OptionPlace, options: readonly ChoiceOption[]): void {
  const choice = sharedChoice(context, place);
  if (choice) return context.store.write({ op: 'putChoice', choice: { ...choice, options } });
  const { table, column } = requireColumn(context, place);
  if (column.name === 'statecode') throw badDefinition('States are the platform’s');
  if (column.name === 'statuscode') return changeStatuses(context, table, options);
  const changed = withOptions(column, options);
  context.store.write({ op: 'putColumn', table: table.name, column: changed });
}

export function requireColumn(context: Context, place: OptionPlace): { table: Table; column: Column } {
  const table = requireTable(context, place.EntityLogicalName ?? '');
  const column = table.columnsByName.get(place.AttributeLogicalName ?? '');
  if (!column) throw noSuchDefinition(attributeBase, place.AttributeLogicalName ?? '');
  return { table, column };
}

/** The global choice, named or used by the column: its options are the column's. */
function sharedChoice(context: Context, place: OptionPlace): GlobalChoice | undefined {
  if (place.OptionSetName) {
    const choice = context.tables.choice(place.OptionSetName);
    if (!choice) throw noSuchDefinition(optionSetBase, place.OptionSetName);
    return choice;
  }
  const { column } = requireColumn(context, place);
  return column.type === 'choice' && column.choice ? context.tables.choice(column.choice) : undefined;
}

function withOptions(column: Column, options: readonly ChoiceOption[]): Column {
  if (column.type === 'choice') return { ...column, values: options };
  if (column.type !== 'boolean' || options.length !== 2)
    throw badDefinition(`${column.name} has two options`);
  const wordFor = (value: number) => options.find((option) => option.value === value)?.label ?? '';
  return { ...column, words: { true: wordFor(1), false: wordFor(0) } };
}

/** Each status stays with its state. */
function changeStatuses(
  { store }: Context,
  { name, definition }: Table,
  options: readonly ChoiceOption[],
): void {
  const states = definition.states.map((state) => ({
    ...state,
    statuses: options.flatMap(({ value, label }) => {
      const status = state.statuses.find((candidate) => candidate.value === value);
      return status ? [{ ...status, label }] : [];
    }),
  }));
  store.write({ op: 'putStatuses', table: name, states });
}
