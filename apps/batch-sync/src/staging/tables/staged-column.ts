import type { SourceColumn } from '../../catalogue/column.js';
import type { Integration } from '../../catalogue/integration.js';

/** The column that keeps what an integration does not name. */
export const OTHERS = 'others';

/** A column of a source with its name; `others` is a JSON object. */
export type NamedSourceColumn = { readonly name: string } & (
  | (Omit<SourceColumn, 'from' | 'required'> & { readonly object?: false })
  | { readonly object: true; readonly type: 'text'; readonly compared: true }
);

export type NamedComputedColumn = Integration['computed'][string] & { readonly name: string };

export type StagedColumn = NamedSourceColumn | NamedComputedColumn;

/** What lands of an integration. */
export function sourceColumns({
  columns,
  source,
}: Pick<Integration, 'columns' | 'source'>): NamedSourceColumn[] {
  const named = Object.entries(columns).map(([name, column]) => ({ name, ...column }));
  return source.otherColumns === 'kept'
    ? [...named, { name: OTHERS, object: true, type: 'text', compared: true }]
    : named;
}

export const computedColumns = ({ computed }: Pick<Integration, 'computed'>): NamedComputedColumn[] =>
  Object.entries(computed).map(([name, column]) => ({ name, ...column }));

/** All columns of an accepted row. */
export const stagedColumns = (integration: Integration): StagedColumn[] => [
  ...sourceColumns(integration),
  ...computedColumns(integration),
];

/** The catalogue is checked before it is used: what it names is there. */
export function columnNamed(columns: readonly StagedColumn[], name: string): StagedColumn {
  const column = columns.find((each) => each.name === name);
  if (!column) throw new Error(`There is no column ${name} in the integration.`);
  return column;
}
