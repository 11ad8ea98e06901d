import type { Data } from '../odata/data.js';
import { systemUserTable } from '../schema/system-user.table.js';
import type { Unknowns } from '../unknowns.js';
import { contractDate, entityReference } from './contract-values.js';
import { eventImages } from './event-images.js';
import { askedTarget, eventTarget } from './event-target.js';
import { rowOf, type RowEvent } from './row-event.js';
import type { Webhook } from './webhook.js';

/** The organisation that tells of its changes. */
export interface TellingOrganization {
  organizationId: string;
  organizationName: string;
  businessUnitId: string;
}

export interface Telling {
  data: Data;
  unknowns: Unknowns;
  organization: TellingOrganization;
}

const NOBODY = '00000000-0000-0000-0000-000000000000';
/** The stages of the pipeline: the operation itself, and what comes after it. */
const MAIN_OPERATION = 30;
const POST_OPERATION = 40;
/** The parameter that a create answers with. */
const NEW_ID = 'id';

/**
 * What an asynchronous step after the operation is told: the `RemoteExecutionContext` of
 * https://learn.microsoft.com/power-apps/developer/data-platform/use-webhooks with the properties that came later, as on
 * https://learn.microsoft.com/dynamics365/contact-center/extend/presence-status-sync.
 */
export function remoteExecutionContext(
  event: RowEvent,
  webhook: Webhook,
  operationId: string,
  telling: Telling,
) {
  const { data, unknowns } = telling;
  const context = pipelineContext(event, webhook, operationId, telling);
  const images = eventImages(event, webhook, data);
  const parent = {
    ...context,
    ...parameters(askedTarget(event, unknowns, data)),
    Stage: MAIN_OPERATION,
  };
  return {
    ...context,
    ...parameters(eventTarget(event, unknowns, data)),
    OutputParameters: event.message === 'Create' ? [{ key: NEW_ID, value: event.after.id }] : [],
    ParentContext: parent,
    PostEntityImages: images.after,
    PreEntityImages: images.before,
    Stage: POST_OPERATION,
  };
}

const parameters = (target: unknown) => ({ InputParameters: [{ key: 'Target', value: target }] });

/** What both stages are told, in the order of the published examples. Nothing here calls further, so the depth is always 1. */
function pipelineContext(event: RowEvent, webhook: Webhook, operationId: string, telling: Telling) {
  const { table, message, origin, at } = event;
  const { organization } = telling;
  return {
    BusinessUnitId: organization.businessUnitId,
    CorrelationId: origin.correlationId,
    Depth: 1,
    InitiatingUserAgent: origin.userAgent,
    ...initiatingUser(event, telling),
    InputParameters: [] as unknown[],
    IsExecutingOffline: false,
    IsInTransaction: false,
    IsOfflinePlayback: false,
    IsolationMode: 1,
    MessageName: message,
    Mode: 1,
    OperationCreatedOn: contractDate(at, '+0000'),
    OperationId: operationId,
    OrganizationId: organization.organizationId,
    OrganizationName: organization.organizationName,
    OutputParameters: [] as unknown[],
    OwningExtension: entityReference({ table: 'sdkmessageprocessingstep', id: webhook.id }),
    ParentContext: null as unknown,
    PostEntityImages: [] as unknown[],
    PreEntityImages: [] as unknown[],
    PrimaryEntityId: rowOf(event).id,
    PrimaryEntityName: table.name,
    RequestId: origin.requestId,
    SecondaryEntityName: 'none',
    SharedVariables: origin.tag === undefined ? [] : [{ key: 'tag', value: origin.tag }],
    Stage: MAIN_OPERATION,
    ...user(event, telling),
  };
}

/** Who asked for it, which is not always in whose name it is done. */
function initiatingUser({ by }: RowEvent, { data, unknowns }: Telling) {
  const { systemUserId, actingUserId } = by;
  const initiating = unknowns.initiatingUser === 'caller' ? (actingUserId ?? systemUserId) : systemUserId;
  return {
    InitiatingUserAzureActiveDirectoryObjectId: objectIdOf(data, initiating),
    InitiatingUserId: initiating,
  };
}

const user = ({ by }: RowEvent, { data }: Telling) => ({
  UserAzureActiveDirectoryObjectId: objectIdOf(data, by.systemUserId),
  UserId: by.systemUserId,
});

function objectIdOf({ tables, store }: Data, systemUserId: string): string {
  const table = tables.named(systemUserTable.name);
  const user = table && store.get(table, systemUserId);
  return String(user?.values['azureactivedirectoryobjectid'] ?? NOBODY);
}
