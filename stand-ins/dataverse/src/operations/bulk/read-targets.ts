import {
  missingParameter,
  notJson,
  targetOfOtherTable,
  targetWithoutType,
  unknownParameter,
} from '../../errors.js';
import { typeName } from '../../metadata/changes/read-body.js';
import type { Table } from '../../schema/table.js';
import { isFields, type Fields } from '../../writes/read-fields.js';
import { readAction } from '../read-action.js';
import type { Context, WebApiRequest } from '../request.js';

/**
 * The rows of a bulk message, all of one table and each with its type: developer/data-platform/bulk-operations, "You must set the
 * `@odata.type` property for each item in the `Targets` parameter". There is no limit to their number.
 */
export function readTargets(
  { work }: Context,
  request: WebApiRequest,
  table: Table,
  action: string,
): readonly Fields[] {
  const { Targets: targets, ...others } = readAction(request);
  const unknown = Object.keys(others).find((name) => !name.startsWith('@'));
  if (unknown !== undefined) throw unknownParameter(unknown, action);
  if (targets === undefined) throw missingParameter('Targets', action);
  if (!Array.isArray(targets) || !targets.every(isFields)) throw notJson("'Targets' is no array of rows");
  if (targets.length === 0) throw notJson("'Targets' holds no row");
  work.push({ kind: 'bulk', table: table.name, operations: targets.length });
  for (const target of targets) requireType(target, table);
  return targets;
}

function requireType(target: Fields, table: Table): void {
  const type = target['@odata.type'];
  if (typeof type !== 'string') throw targetWithoutType();
  if (typeName(target) !== table.name) throw targetOfOtherTable(table, type);
}
