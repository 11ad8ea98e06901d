import { header } from '../../operations/header.js';
import type { Context, WebApiRequest } from '../../operations/request.js';
import { COMPONENT_TYPES, SOLUTION, SOLUTION_COMPONENT } from '../../schema/solution.tables.js';
import { isReference, type Row, type Value } from '../../store/row.js';
import { createRow } from '../../writes/create-row.js';
import { noSuchSolution } from '../refusals.js';

export type ComponentKind = keyof typeof COMPONENT_TYPES;

/** The solution that `MSCRM.SolutionUniqueName` names, or an action's parameter. Throws a DataverseError when there is none. */
export function solutionOf(context: Context, request: WebApiRequest, named?: string | null): Row | undefined {
  const uniqueName = named ?? header(request, 'mscrm.solutionuniquename');
  if (!uniqueName) return undefined;
  const table = context.tables.named(SOLUTION);
  const rows = table ? context.store.scan(table) : [];
  for (const row of rows)
    if (String(row.values['uniquename']).toLowerCase() === uniqueName.toLowerCase()) return row;
  throw noSuchSolution(uniqueName);
}

/** Notes that something belongs to a solution; once is enough. */
export function recordComponent(
  context: Context,
  solution: Row | undefined,
  kind: ComponentKind,
  objectid: string,
): void {
  const table = context.tables.named(SOLUTION_COMPONENT);
  if (!table || !solution) return;
  for (const { values } of context.store.scan(table)) {
    const owner = values['solutionid'];
    if (values['objectid'] === objectid && isReference(owner) && owner.id === solution.id) return;
  }
  const columns = new Map<string, Value>([
    ['objectid', objectid],
    ['componenttype', COMPONENT_TYPES[kind]],
    ['solutionid', { table: SOLUTION, id: solution.id }],
  ]);
  createRow(context, table, columns);
}

/** What is gone belongs to no solution any more. */
export function forgetComponents({ tables, store }: Context, objectids: readonly string[]): void {
  const table = tables.named(SOLUTION_COMPONENT);
  if (!table) return;
  const gone = [...store.scan(table)].filter(({ values }) => objectids.includes(String(values['objectid'])));
  for (const { id } of gone)
    store.write({ op: 'delete', table: table.name, id, version: store.nextVersion() });
}
