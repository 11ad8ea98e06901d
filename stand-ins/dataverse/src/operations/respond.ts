import { etagOf } from '../odata/conditions.js';
import type { Preferences } from '../odata/prefer.js';
import { contextOf, representRow } from '../odata/represent-row.js';
import type { Column } from '../schema/column.js';
import type { Table } from '../schema/table.js';
import type { Row } from '../store/row.js';
import type { Context, WebApiResponse } from './request.js';
import { entityId, type Target } from './target.js';

/** A row with its context, as a read or a representation shows it. */
export function rowResponse(
  status: number,
  { serviceRoot }: Context,
  table: Table,
  row: Row,
  select: readonly Column[] | undefined,
  preferences?: Preferences,
): WebApiResponse {
  return {
    status,
    headers: { ETag: etagOf(row), ...preferenceApplied(preferences) },
    body: {
      '@odata.context': contextOf(serviceRoot, table, select, '/$entity'),
      ...representRow(table, row, select),
    },
  };
}

/** What a write answers when nobody asked to see the row: only where it is. */
export function writtenResponse({ serviceRoot }: Context, table: Table, target: Target): WebApiResponse {
  const id = entityId(serviceRoot, table, target);
  return { status: 204, headers: { 'OData-EntityId': id, Location: id } };
}

export const preferenceApplied = (preferences: Preferences | undefined): Record<string, string> =>
  preferences?.applied ? { 'Preference-Applied': preferences.applied } : {};
