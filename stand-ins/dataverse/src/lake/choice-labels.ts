import { LANGUAGE } from '../metadata/label.js';
import type { ChoiceColumn, ChoiceOption, Column } from '../schema/column.js';
import type { Table } from '../schema/table.js';
import type { Tables } from '../schema/tables.js';
import { flagCell, textCell } from './cells.js';

/**
 * What the numbers in choices mean, as the five files of `OptionsetMetadata`. Each label stands there twice, as the user's own and as the
 * language's: whoever joins must ask for one of them.
 * https://learn.microsoft.com/power-apps/maker/data-platform/azure-synapse-link-choice-labels
 */
export function choiceLabels(tables: readonly Table[], all: Tables): Readonly<Record<string, string>> {
  return {
    OptionsetMetadata: linesOf(tables, optionsOf),
    GlobalOptionsetMetadata: linesOf(tables, globalOptionsOf),
    StateMetadata: linesOf(tables, statesOf),
    StatusMetadata: linesOf(tables, statusesOf),
    TargetMetadata: linesOf(tables, (table) => targetsOf(table, all)),
  };
}

type Cell = string | number | boolean | null;
type Cells = readonly Cell[];

const linesOf = (tables: readonly Table[], cellsOf: (table: Table) => readonly Cells[]): string =>
  tables
    .flatMap(cellsOf)
    .map((cells) => `${cells.map(cellOf).join(',')}\n`)
    .join('');

const cellOf = (cell: Cell) =>
  typeof cell === 'boolean' ? flagCell(cell) : typeof cell === 'string' ? textCell(cell) : (cell ?? '');

/** `IsUserLocalizedLabel, LocalizedLabelLanguageCode, LocalizedLabel`, both ways. */
const labelled = (label: string): readonly Cells[] => [false, true].map((own) => [own, LANGUAGE, label]);

const optionsOf = (table: Table): Cells[] =>
  ownChoices(table)
    .filter(({ choice }) => choice === undefined)
    .flatMap(({ name, values }) =>
      labelledOptions(values, (value, label) => [table.name, name, value, ...label]),
    );

const globalOptionsOf = (table: Table): Cells[] =>
  ownChoices(table).flatMap(({ name, values, choice }) =>
    choice === undefined
      ? []
      : labelledOptions(values, (value, label) => [name, value, ...label, choice, table.name, null]),
  );

const statesOf = ({ name, definition }: Table): Cells[] =>
  definition.states.flatMap(({ state, label }) => labelled(label).map((cells) => [name, state, ...cells]));

const statusesOf = ({ name, definition }: Table): Cells[] =>
  definition.states.flatMap(({ state, statuses }) =>
    labelledOptions(statuses, (value, label) => [name, state, value, ...label]),
  );

const targetsOf = (table: Table, all: Tables): Cells[] =>
  table.columns.flatMap((column) =>
    column.type === 'lookup'
      ? Object.keys(column.targets).map((target) => [
          table.name,
          column.name,
          target,
          all.named(target)?.primaryId ?? null,
        ])
      : [],
  );

const ownChoices = ({ columns }: Table): ChoiceColumn[] => columns.filter(isOwnChoice);

const isOwnChoice = (column: Column): column is ChoiceColumn =>
  column.type === 'choice' && column.name !== 'statecode' && column.name !== 'statuscode';

const labelledOptions = (
  options: readonly ChoiceOption[],
  cellsOf: (value: number, label: Cells) => Cells,
): Cells[] => options.flatMap(({ value, label }) => labelled(label).map((cells) => cellsOf(value, cells)));
