import {
  caseAlreadyResolved,
  invalidStatus,
  missingParameter,
  rowNotFound,
  wrongLiteral,
} from '../errors.js';
import type { Table } from '../schema/table.js';
import { isReference } from '../store/row.js';
import { createRow } from '../writes/create-row.js';
import { isFields } from '../writes/read-fields.js';
import { readPayload, type Columns } from '../writes/read-payload.js';
import { changeRow } from '../writes/update-row.js';
import { checkGuid } from '../columns/check-value.js';
import { readAction } from './read-action.js';
import type { Context, WebApiRequest, WebApiResponse } from './request.js';

const RESOLVED = 1;
/** incidentresolution: completed, closed. */
const COMPLETED: Columns = new Map([
  ['statecode', 1],
  ['statuscode', 2],
]);

/**
 * `POST CloseIncident {"IncidentResolution": {...}, "Status": 5}`: dynamics365/customerengagement/on-premises/developer/webapi,
 * CloseIncident action.
 */
export function closeIncident(context: Context, request: WebApiRequest): WebApiResponse {
  const { IncidentResolution: resolution, Status: status } = readAction(request);
  if (!isFields(resolution)) throw missingParameter('IncidentResolution', 'CloseIncident');
  const table = tableOf(context, 'incidentresolution');
  const { columns } = readPayload(context, table, resolution, true);
  const incident = columns.get('incidentid');
  if (!isReference(incident)) throw missingParameter('incidentid', 'IncidentResolution');
  return resolve(context, incident.id, status, columns);
}

/** `POST ResolveIncident`, which the app in the browser sends: the same in other words. */
export function resolveIncident(context: Context, request: WebApiRequest): WebApiResponse {
  const asked = readAction(request);
  const { IncidentId: incident, Status: status } = asked;
  if (!isFields(incident)) throw missingParameter('IncidentId', 'ResolveIncident');
  const id = checkGuid(incident['incidentid']);
  const resolution = {
    subject: asked['Resolution'],
    description: asked['Remarks'],
    timespent: asked['BillableTime'],
  };
  const given = Object.fromEntries(Object.entries(resolution).filter(([, value]) => value !== undefined));
  const { columns } = readPayload(context, tableOf(context, 'incidentresolution'), given, true);
  return resolve(context, id, status, columns.set('incidentid', { table: 'incident', id }));
}

function resolve(context: Context, id: string, status: unknown, resolution: Columns): WebApiResponse {
  const table = tableOf(context, 'incident');
  const incident = context.store.get(table, id);
  if (!incident) throw rowNotFound(table, id);
  const statuscode = requireStatus(table, id, status);
  if (incident.values['statecode'] !== 0) throw caseAlreadyResolved();
  createRow(
    context,
    tableOf(context, 'incidentresolution'),
    new Map([...resolution, ...COMPLETED, ['resolutiontypecode', statuscode]]),
  );
  changeRow(
    context,
    table,
    incident,
    new Map([
      ['statecode', RESOLVED],
      ['statuscode', statuscode],
    ]),
  );
  return { status: 204 };
}

function requireStatus(table: Table, id: string, status: unknown): number {
  if (typeof status !== 'number' || !Number.isInteger(status)) throw wrongLiteral(status ?? null, 'Int32');
  const resolved = table.definition.states.find(({ state }) => state === RESOLVED);
  if (!resolved?.statuses.some(({ value }) => value === status))
    throw invalidStatus(table, resolved?.label ?? 'Resolved', status, id);
  return status;
}

function tableOf({ tables }: Context, name: string): Table {
  const table = tables.named(name);
  if (!table) throw new Error(`The schema has no table ${name}`);
  return table;
}
