import type { BooleanColumn, ChoiceColumn } from '../schema/column.js';
import type { State } from '../schema/table.js';
import type { Attribute } from './attribute-definition.js';
import { single, type Related } from './definition.js';
import { defineGlobalChoice, defineOptions, type ShownOption } from './option-set-definition.js';

const local = ({ table, column }: Attribute) => ({
  name: `${table.name}_${column.name}`,
  label: column.label ?? column.name,
  description: column.description,
  custom: column.custom === true,
  global: false,
});

/** The options of a choice: its own, or those that it shares. */
export function optionsOf(attribute: Attribute<ChoiceColumn>): Related {
  const { catalogue, column } = attribute;
  const shared = column.choice === undefined ? undefined : catalogue.tables.choice(column.choice);
  if (shared) return single(defineGlobalChoice(shared));
  return single(defineOptions({ ...local(attribute), kind: 'Picklist', options: column.values }));
}

export const statesOf = (attribute: Attribute<ChoiceColumn>): Related =>
  single(
    defineOptions({
      ...local(attribute),
      kind: 'State',
      options: attribute.table.definition.states.map(stateOption),
    }),
  );

export const statusesOf = (attribute: Attribute<ChoiceColumn>): Related =>
  single(
    defineOptions({
      ...local(attribute),
      kind: 'Status',
      options: attribute.table.definition.states.flatMap(statusOptions),
    }),
  );

const stateOption = ({ state, label, statuses }: State): ShownOption => ({
  value: state,
  label,
  more: {
    '@odata.type': '#Microsoft.Dynamics.CRM.StateOptionMetadata',
    DefaultStatus: (statuses.find((status) => status.default) ?? statuses[0])?.value ?? null,
    InvariantName: label,
  },
});

const statusOptions = ({ state, statuses }: State): ShownOption[] =>
  statuses.map(({ value, label }) => ({
    value,
    label,
    more: {
      '@odata.type': '#Microsoft.Dynamics.CRM.StatusOptionMetadata',
      State: state,
      TransitionData: null,
    },
  }));

export const yesAndNo = (attribute: Attribute<BooleanColumn>): Related =>
  single(
    defineOptions({
      ...local(attribute),
      kind: 'Boolean',
      words: attribute.column.words ?? { true: 'Yes', false: 'No' },
    }),
  );
