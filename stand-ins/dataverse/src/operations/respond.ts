import { etagOf } from '../odata/conditions.js';
import { contextOf } from '../odata/context-url.js';
import type { Preferences } from '../odata/prefer.js';
import { Presentation } from '../odata/present-row.js';
import type { Shape } from '../odata/shape.js';
import type { Table } from '../schema/table.js';
import type { Row } from '../store/row.js';
import type { Context, WebApiResponse } from './request.js';
import { entityId, type Target } from './target.js';

/** A row with its context, as a read or a representation shows it. */
export function rowResponse(
  status: number,
  context: Context,
  shape: Shape,
  row: Row,
  preferences: Preferences,
): WebApiResponse {
  const { serviceRoot } = context;
  const presentation = new Presentation(context, shape, {
    ...preferences,
    serviceRoot,
    etagsOfLookups: true,
  });
  return {
    status,
    headers: { ETag: etagOf(row), ...preferenceApplied(preferences) },
    body: { '@odata.context': contextOf(serviceRoot, shape, '/$entity'), ...presentation.present(row) },
  };
}

/** What a write answers when nobody asked to see the row: only where it is. */
export function writtenResponse(
  { serviceRoot }: Context,
  table: Table,
  target: Target,
  preferences: Preferences,
): WebApiResponse {
  const id = entityId(serviceRoot, table, target);
  return { status: 204, headers: { 'OData-EntityId': id, Location: id, ...preferenceApplied(preferences) } };
}

/** What a function gives that gives no rows, with its context: webapi/use-web-api-functions, "Unbound functions". */
export const complexResponse = (
  { serviceRoot }: Context,
  type: string,
  properties: Record<string, unknown>,
): WebApiResponse => ({
  status: 200,
  body: { '@odata.context': `${serviceRoot}$metadata#Microsoft.Dynamics.CRM.${type}`, ...properties },
});

export const preferenceApplied = (preferences: Preferences | undefined): Record<string, string> =>
  preferences?.applied ? { 'Preference-Applied': preferences.applied } : {};
