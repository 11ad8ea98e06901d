import { unknownSegment } from '../errors.js';
import { uploadBlock } from '../files/blocks.js';
import {
  commitFileBlocksUpload,
  deleteFile,
  initializeFileBlocksDownload,
  initializeFileBlocksUpload,
} from '../files/column-messages.js';
import { downloadBlock } from '../files/download-block.js';
import {
  commitAnnotationBlocksUpload,
  initializeAnnotationBlocksDownload,
  initializeAnnotationBlocksUpload,
} from '../files/note-messages.js';
import {
  createCustomerRelationships,
  createPolymorphicLookup,
} from '../metadata/changes/create-relationship.js';
import {
  deleteOptionValue,
  insertOptionValue,
  insertStatusValue,
  orderOption,
  updateOptionValue,
} from '../metadata/changes/option-actions.js';
import { publishAllXml, publishXml } from '../metadata/changes/publish.js';
import { reactivateEntityKey } from '../metadata/changes/reactivate-key.js';
import { missing, type Missing } from '../not-implemented.js';
import type { Table } from '../schema/table.js';
import { createMultiple } from './bulk/create-multiple.js';
import { deleteMultiple } from './bulk/delete-multiple.js';
import { updateMultiple } from './bulk/update-multiple.js';
import { upsertMultiple } from './bulk/upsert-multiple.js';
import { closeIncident, resolveIncident } from './close-incident.js';
import type { Message } from './message.js';
import { requireOwnTable } from './own-table.js';
import type { Context, WebApiRequest, WebApiResponse } from './request.js';
import { retrieveTotalRecordCount } from './retrieve-total-record-count.js';
import { retrieveVersion } from './retrieve-version.js';
import { whoAmI } from './who-am-i.js';

const lacking =
  (feature: Missing, name: string): Message =>
  () => {
    throw missing(feature, name);
  };

const ACTIONS = [
  'AddSolutionComponent',
  'AddToQueue',
  'BulkDelete',
  'CanBeReferenced',
  'CanBeReferencing',
  'CanManyToMany',
  'CommitAttachmentBlocksUpload',
  'ExecuteTransaction',
  'ExportSolution',
  'GrantAccess',
  'ImportSolution',
  'InitializeAttachmentBlocksDownload',
  'InitializeAttachmentBlocksUpload',
  'Merge',
  'ModifyAccess',
  'PickFromQueue',
  'QualifyLead',
  'RemoveSolutionComponent',
  'RevokeAccess',
  'UpdateStateValue',
];

/** Functions are named so, and entity sets do not begin with a verb. */
const FUNCTION = /^(Retrieve|Get|Is|Calculate|Format|Search|Query)[A-Z]\w*$/;

const messages: ReadonlyMap<string, Message> = new Map([
  ...ACTIONS.map((name): [string, Message] => [name, lacking('actions', name)]),
  ['CloseIncident', closeIncident],
  ['ResolveIncident', resolveIncident],
  ['RetrieveTotalRecordCount', retrieveTotalRecordCount],
  ['RetrieveVersion', retrieveVersion],
  ['WhoAmI', whoAmI],
  ['CommitAnnotationBlocksUpload', commitAnnotationBlocksUpload],
  ['CommitFileBlocksUpload', commitFileBlocksUpload],
  ['CreateCustomerRelationships', createCustomerRelationships],
  ['CreatePolymorphicLookupAttribute', createPolymorphicLookup],
  ['DeleteFile', deleteFile],
  ['DeleteOptionValue', deleteOptionValue],
  ['DownloadBlock', downloadBlock],
  ['InitializeAnnotationBlocksDownload', initializeAnnotationBlocksDownload],
  ['InitializeAnnotationBlocksUpload', initializeAnnotationBlocksUpload],
  ['InitializeFileBlocksDownload', initializeFileBlocksDownload],
  ['InitializeFileBlocksUpload', initializeFileBlocksUpload],
  ['InsertOptionValue', insertOptionValue],
  ['InsertStatusValue', insertStatusValue],
  ['OrderOption', orderOption],
  ['PublishAllXml', publishAllXml],
  ['PublishXml', publishXml],
  ['ReactivateEntityKey', reactivateEntityKey],
  ['UpdateOptionValue', updateOptionValue],
  ['UploadBlock', uploadBlock],
]);

/** A message that is called on an entity set: on all of it, never on one of its rows. */
type CollectionMessage = (context: Context, request: WebApiRequest, table: Table) => WebApiResponse;

const collectionMessages: ReadonlyMap<string, CollectionMessage> = new Map([
  ['CreateMultiple', createMultiple],
  ['DeleteMultiple', deleteMultiple],
  ['UpdateMultiple', updateMultiple],
  ['UpsertMultiple', upsertMultiple],
]);

const onCollection =
  (message: CollectionMessage, name: string): Message =>
  (context, request, { table, target }) => {
    if (!table || target) throw unknownSegment(name);
    requireOwnTable(table);
    if (!table.takesBulkMessages) throw unknownSegment(name);
    return message(context, request, table);
  };

/** The message of this name; those that the service has and the stand-in lacks answer 501. */
export const messageNamed = (name: string): Message | undefined =>
  messages.get(name) ?? (FUNCTION.test(name) ? lacking('functions', name) : undefined);

const NAMESPACE = 'Microsoft.Dynamics.CRM.';

/** A message that is called on a row or a collection stands behind it with its full name. */
export function boundMessageNamed(name: string): Message | undefined {
  if (!name.startsWith(NAMESPACE)) return undefined;
  const short = name.slice(NAMESPACE.length);
  const bulk = collectionMessages.get(short);
  if (bulk) return onCollection(bulk, name);
  return messageNamed(short) ?? lacking('actions', short);
}
