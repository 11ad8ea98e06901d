import type { Column } from './schema/column.js';
import type { AlternateKey, Table } from './schema/table.js';
import type { Refused } from './throttle/admission.js';

/**
 * A refusal as Dataverse words it. Codes and texts: learn.microsoft.com/power-apps/developer/data-platform, there
 * webapi/compose-http-requests-handle-errors and reference/web-service-error-codes. What no page says is listed in the README as
 * an assumption.
 */
export class DataverseError extends Error {
  override name = 'DataverseError';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }

  body(): string {
    return JSON.stringify({ error: { code: this.code, message: this.message } });
  }
}

const refusal =
  (status: number, code: string) =>
  (message: string): DataverseError =>
    new DataverseError(status, code, message);

const crmType = (table: Table) => `Microsoft.Dynamics.CRM.${table.name}`;
const invalidInput = refusal(400, '0x0');
const invalidPayload = refusal(400, '0x80048d19');
export const invalidArgument = refusal(400, '0x80040203');
export const invalidQuery = refusal(400, '0x80060888');

/** Requests */
export const noSuchResource = refusal(404, '');
export const badRequest = refusal(400, '0x80060888');
export const unknownEntitySet = (name: string) =>
  new DataverseError(404, '0x8006088a', `Resource not found for the segment '${name}'.`);
/** What follows in a path: a property that the table does not have. */
export const unknownSegment = (name: string) => unknownEntitySet(name);
export const methodNotAllowed = (method: string) =>
  new DataverseError(405, '0x8006088a', `The requested resource does not support http method '${method}'.`);
export const undefinedKey = (table: Table) =>
  invalidInput(
    `The key in the request URI is not valid for resource '${crmType(table)}'. Ensure that the names and number of key properties match the declared or alternate key properties for the resource '${crmType(table)}'.`,
  );
export const forbiddenKeyCharacter = (character: string) =>
  badRequest(`A potentially dangerous Request.Path value was detected from the client (${character}).`);

/** webapi/execute-batch-operations-using-web-api, "Reference URIs in an operation" */
export const contentIdUnknown = (reference: string) =>
  badRequest(`Content-ID Reference: '${reference}' does not exist in the batch context.`);

export const badBatch = refusal(400, '0x80048d19');
/** What is no multipart body, or has no end: https://github.com/AleksandrRogov/DynamicsWebApi/issues/183 */
export const unreadableBatch = () => badBatch('Stream was not readable.');

/** Callers */
export const unauthorized = (challenge: string, message: string) =>
  new DataverseError(401, '0x8005f101', message, { 'WWW-Authenticate': challenge });
export const notAMember = () =>
  new DataverseError(403, '0x80072560', 'The user is not a member of the organization.');
export const mayNotActForOthers = () =>
  new DataverseError(403, '0x8004a110', 'User does not have the privilege to act on behalf another user.');
export const userDisabled = () =>
  new DataverseError(
    403,
    '0x80040225',
    'The specified user is either disabled or is not a member of any business unit.',
  );
/** PrivilegeDenied; the numbers in its text vary with the user and the organisation. */
export const privilegeMissing = (userId: string, privilege: string) =>
  new DataverseError(
    403,
    '0x80040220',
    `Principal user (Id=${userId}, type=8, roleCount=1, privilegeCount=1, accessMode=4) is missing ${privilege} privilege.`,
  );
/** Without seconds it does not say how long to wait, which the limits always do. */
export const limitExceeded = ({
  code,
  message,
  retryAfterSeconds,
}: Pick<Refused, 'code' | 'message'> & { retryAfterSeconds: number | undefined }) =>
  new DataverseError(
    429,
    code,
    message,
    retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) },
  );

/** The database: troubleshoot/power-platform/power-apps/dataverse/bulk-operation-errors, which has the words. */
export const sqlTimedOut = () =>
  new DataverseError(
    500,
    '0x80044151',
    'Sql error: SQL timeout expired. CRM ErrorCode: -2147204783 Sql ErrorCode: -2146232060 Sql Number: -2',
  );
/** 1205 is SQL Server's number for the victim of a deadlock. */
export const deadlocked = () =>
  new DataverseError(
    500,
    '0x80044150',
    'Sql error: Generic SQL error. CRM ErrorCode: -2147204784 Sql ErrorCode: -2146232060 Sql Number: 1205',
  );

/** Rows */
export const rowNotFound = (table: Table, id: string) =>
  new DataverseError(404, '0x80040217', `${table.definition.schemaName} With Id = ${id} Does Not Exist`);
export const rowNotFoundByKey = (table: Table) =>
  new DataverseError(
    404,
    '0x80060891',
    `A record with the specified key values does not exist in ${table.name} entity`,
  );
export const duplicateRow = () =>
  new DataverseError(412, '0x80040237', 'A record with matching key values already exists.');
export const versionMismatch = () =>
  new DataverseError(
    412,
    '0x80060882',
    "The version of the existing record doesn't match the RowVersion property provided.",
  );
/** DuplicateRecordsFound: listed with 412 in compose-http-requests-handle-errors, shown with 500 in the examples. */
export const duplicateDetected = (status: '412' | '500') =>
  new DataverseError(
    Number(status),
    '0x80040333',
    'A record was not created or updated because a duplicate of the current record already exists.',
  );
/** learn.microsoft.com, reference/web-service-error-codes: CannotDeleteDueToAssociation. */
export const referredTo = () =>
  new DataverseError(
    405,
    '0x80040227',
    'The object you tried to delete is associated with another object and cannot be deleted.',
  );
export const keyViolated = (key: AlternateKey) =>
  new DataverseError(
    412,
    '0x80060892',
    `Entity Key ${key.name} violated. A record with the same value for ${key.columns.join(', ')} already exists. A duplicate record cannot be created. Select one or more unique values and try again.`,
  );

/** Payloads */
export const unsupportedContentType = (contentType: string) =>
  new DataverseError(
    415,
    '0x80060888',
    `A supported MIME type could not be found that matches the content type of the request. None of the supported type(s) 'application/json' matches the content type '${contentType}'.`,
  );
export const notJson = (detail: string) =>
  invalidPayload(`Error identified in Payload provided by the user: ${detail}`);
export const unknownProperty = (table: Table, property: string) =>
  invalidInput(
    `An error occurred while validating input parameters: Microsoft.Crm.CrmException: Invalid property '${property}' was found in entity '${crmType(table)}'. ---> Microsoft.OData.ODataException: Does not support untyped value in non-open type.`,
  );
/** In the words of the library that the service reads payloads with (OData/odata.net). */
export const unknownParameter = (parameter: string, action: string) =>
  notJson(
    `The parameter '${parameter}' in the request payload is not a valid parameter for the operation '${action}'.`,
  );
export const undeclaredNavigation = (table: Table, property: string) =>
  invalidPayload(
    `Error identified in Payload provided by the user for Entity :'${table.entitySet}', For more information on this error please follow this help link https://go.microsoft.com/fwlink/?linkid=2195293  ----> InnerException : Microsoft.OData.ODataException: An undeclared property '${property}' which only has property annotations in the payload but no property value was found in the payload. In OData, only declared navigation properties and declared named streams can be represented as properties without values.`,
  );
export const missingParameter = (parameter: string, action: string) =>
  notJson(`the required parameter '${parameter}' of '${action}' is missing`);
export const notACollection = (property: string) =>
  notJson(`the collection-valued navigation property '${property}' takes an array`);
export const deepUpdate = (table: Table) =>
  invalidArgument(`Rows related to a '${table.name}' are created along with it, and not when it is updated.`);
export const readOnlyColumn = ({ name }: Column) =>
  invalidArgument(`The column '${name}' is not valid for this operation: it cannot be set.`);
export const lookupWrittenDirectly = () =>
  invalidQuery(
    'CRM do not support direct update of Entity Reference properties, Use Navigation properties instead.',
  );
export const wrongLiteral = (value: unknown, edmType: string) =>
  invalidInput(
    `An error occurred while validating input parameters: Microsoft.OData.ODataException: Cannot convert the literal '${inWords(value)}' to the expected type 'Edm.${edmType}'.`,
  );
export const textTooLong = (table: Table, column: string, length: number) =>
  new DataverseError(
    400,
    '0x80044331',
    `A validation error occurred.  The length of the '${column}' attribute of the '${table.name}' entity exceeded the maximum allowed length of '${length}'.`,
  );
export const choiceOutOfRange = (table: Table, column: string, value: number, accepted: readonly number[]) =>
  new DataverseError(
    400,
    '0x8004431a',
    `A validation error occurred. The value ${value} of '${column}' on record of type '${table.name}' is outside the valid range. Accepted Values: ${accepted.join(',')}`,
  );
/** InvalidCharactersInField */
export const invalidCharacters = (column: string) =>
  new DataverseError(400, '0x80040278', `The field '${column}' contains one or more invalid characters.`);
/** IntegerValueOutOfRange */
export const integerOutOfRange = () =>
  new DataverseError(
    400,
    '0x8004432f',
    'A validation error occurred. An integer provided is outside of the allowed values for this attribute.',
  );
export const numberOutOfRange = (table: Table, column: string) =>
  new DataverseError(
    400,
    '0x80044330',
    `A validation error occurred. The value of '${column}' on record of type '${table.name}' is outside the valid range.`,
  );
export const invalidStatus = (table: Table, stateLabel: string, status: number, id: string) =>
  new DataverseError(
    400,
    '0x80048408',
    `${status} is not a valid status code for state code ${table.definition.schemaName}State.${stateLabel} with Id ${id}.`,
  );
export const caseWithoutCustomer = () =>
  new DataverseError(400, '0x80044410', 'You should specify a parent contact or account.');
export const caseWithTwoCustomers = () =>
  new DataverseError(400, '0x8004440f', 'You can either specify a parent contact or account, but not both.');
/** As the service has been seen to word it; its code is not public. */
export const resolvedByUpdate = () =>
  invalidArgument(
    'This message can not be used to set the state of incident to Resolved. In order to set state of incident to Resolved, use the CloseIncidentRequest message instead.',
  );
/** CaseAlreadyResolved */
export const caseAlreadyResolved = () =>
  new DataverseError(
    400,
    '0x800404cf',
    'This case has already been resolved. Close and reopen the case record to see the updates.',
  );
/** Files: the texts of files-images-overview, file-column-data, image-column-data and attachment-annotation-files. */
export const fileBlocked = () =>
  new DataverseError(
    400,
    '0x80043e09',
    'The attachment is either not a valid type or is too large. It cannot be uploaded or downloaded.',
  );
export const mimeTypeBlocked = (mimeType: string) =>
  new DataverseError(400, '0x80072522', `Operation not allowed as mime type ${mimeType} is blocked.`);
export const mimeTypeNotAllowed = (mimeType: string) =>
  new DataverseError(
    400,
    '0x80072521',
    `Operation not allowed as mime type ${mimeType} is not in the allow list.`,
  );
export const fileTooBig = () => new DataverseError(400, '0x80044a02', 'Attachment file size is too big.');
const imageFailure = (reason: string) =>
  new DataverseError(400, '0x80072553', `Error occured when processing image. Reason: ${reason}`);
export const imageTooBig = (maxMB: number, uploadedMB: number) =>
  imageFailure(`File size is too big. MaxSize: ${maxMB} MB, Uploaded filesize: ${uploadedMB} MB.`);
export const noImage = (table: Table, id: string, column: string) =>
  imageFailure(
    `Update image properties failed for objectid: ${id}, logicalName: ${table.name}, attribute: ${column}`,
  );
export const imageNotPrimary = (table: Table, column: string) =>
  new DataverseError(
    400,
    '0x80090487',
    `Non-primary image attribute ${column} of entity ${table.name} is not allowed to upload during Create operation.`,
  );
export const noFullImage = (table: Table, id: string, column: string, imageId: string) =>
  new DataverseError(
    404,
    '0x80040217',
    `No FileAttachment records found for imagedescriptorId: ${imageId} for image attribute: ${column} of ${table.name} record with id ${id}.`,
  );
/** What the pages rule out of blocks and chunks, without saying how it is refused. */
export const badBlock = (detail: string) => invalidArgument(`The block cannot be taken: ${detail}.`);
export const badUpload = (detail: string) => invalidArgument(`The file cannot be uploaded: ${detail}.`);
export const rangeNotSatisfiable = () =>
  new DataverseError(416, '0x80040203', 'The range is outside of the file.');
export const badToken = () => invalidArgument('The file continuation token is not valid.');

export const boundTwice = ({ name }: Column) => invalidArgument(`'${name}' is bound to more than one row.`);
export const requiredColumn = ({ name }: Column) => invalidArgument(`Attribute '${name}' cannot be NULL`);

/** Bulk messages: texts of bulk-operations, "Troubleshooting common errors", and of deletemultiple, "Availability". */
export const keyInserted = () => new DataverseError(412, '0x80040237', 'Cannot insert duplicate key.');
export const rowsNotFound = (table: Table, ids: readonly string[]) =>
  new DataverseError(
    404,
    '0x80040217',
    `${table.definition.schemaName} With Ids = ${ids.join(', ')} Do Not Exist`,
  );
export const deleteMultipleRefused = () =>
  new DataverseError(501, '0x80004001', 'DeleteMultiple has not yet been implemented.');
/** Documented to be refused; how it is worded, is not. */
export const targetTwice = () =>
  invalidArgument("Two of the 'Targets' are the same row; each may stand there once.");
export const targetWithoutKey = (what: string) => invalidArgument(`One of the 'Targets' lacks ${what}.`);
export const targetWithoutType = () =>
  notJson("each of the 'Targets' needs an '@odata.type' that names its table");
export const targetOfOtherTable = (table: Table, type: string) =>
  invalidArgument(`One of the 'Targets' is of the type '${type}'; all must be of '${crmType(table)}'.`);

/** Queries. Where no page of the service's has the words, they are those of the library that it reads queries with (OData/odata.net). */
export const unknownColumn = (table: Table, property: string) =>
  invalidInput(`Could not find a property named '${property}' on type '${crmType(table)}'.`);
export const incompatibleTypes = (left: string, right: string, operatorKind: string) =>
  invalidQuery(
    `A binary operator with incompatible types was detected. Found operand types '${left}' and '${right}' for operator kind '${operatorKind}'.`,
  );
export const noSignature = (name: string) =>
  invalidQuery(
    `No function signature for the function with name '${name}' matches the specified arguments. The function signatures considered are: ${name}(Edm.String Nullable=true, Edm.String Nullable=true).`,
  );
export const unknownFunction = (name: string) =>
  invalidQuery(
    `An unknown function with name '${name}' was found. This may also be a function import or a key lookup on a navigation property, which is not allowed.`,
  );
/** webapi/use-web-api-functions, "Limitations of query functions". */
export const negatedQueryFunction = () =>
  invalidQuery('Not operator along with the Custom Named Condition operators is not allowed');
export const noCondition = () =>
  invalidQuery('The $filter expression must evaluate to a single boolean value.');
export const recursionTooDeep = () => invalidQuery('Recursion depth exceeded allowed limit.');
export const wrongParameter = (name: string) =>
  invalidQuery(`The parameter '${name}' of the function is missing, or is not of its type.`);
export const wrongLiteralInQuery = (text: string, column: string) =>
  invalidArgument(`The value '${inWords(text)}' does not fit '${column}'.`);
export const unknownTable = (name: string) => invalidArgument(`There is no table '${name}'.`);
/** For what the documentation rules out without saying how it is refused. */
export const unsupportedQuery = (what: string) => invalidQuery(`The query is not supported: ${what}.`);
/** What `in` and other operators of later versions of OData are answered with, as reported. */
export const methodNotImplemented = () =>
  new DataverseError(501, '0x80004001', 'The method or operation is not implemented.');
/** webapi/query/join-tables. */
export const nestedExpandOptions = () =>
  invalidQuery(
    'Only $select and $filter clause can be provided while doing $expand on many-to-one relationship or nested one-to-many relationship.',
  );
export const referenceOfCollection = () =>
  invalidQuery('Expand with $ref is only supported on lookup type navigation property.');
export const tooManyExpands = (most: number) => unsupportedQuery(`it has more than ${most} $expand options`);
/** use-change-tracking-synchronize-data-external-systems. */
export const untrackedOption = (name: string) =>
  invalidQuery(`The "${name}" query parameter isn't supported when Change Tracking is enabled.`);
/** ExpiredVersionStamp */
export const versionStampExpired = () =>
  new DataverseError(
    400,
    '0x80044352',
    'Version stamp associated with the client has expired. Please perform a full sync.',
  );
/** ChangeTrackingNotEnabledForEntity */
export const notTracked = (table: Table) =>
  new DataverseError(400, '0x80072491', `Entity ${table.name} isn't enabled for change tracking.`);
export const malformedDeltaToken = () => invalidArgument('The $deltatoken is not valid.');
/** webapi/query/aggregate-data. */
export const orderedAggregate = () =>
  invalidQuery('The query node SingleValueOpenPropertyAccess is not supported');
export const aggregateLimitExceeded = () =>
  new DataverseError(400, '0x8004e023', 'AggregateQueryRecordLimit exceeded. Cannot perform this operation.');
/** webapi/query/filter-rows, "Condition limits". */
export const tooManyConditions = () =>
  new DataverseError(400, '0x8004430c', 'Number of conditions in query exceeded maximum limit.');

function inWords(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 100 ? `${text.slice(0, 100)}...` : text;
}
