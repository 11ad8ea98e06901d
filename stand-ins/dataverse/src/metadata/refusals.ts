import { DataverseError, invalidArgument } from '../errors.js';
import type { TypeOutline } from './definition.js';

/**
 * How the metadata endpoints refuse. Codes and texts: reference/web-service-error-codes, by the name that stands at each. What no
 * page says is listed in the README as an assumption.
 */
const refusal = (code: string) => (message: string) => new DataverseError(400, code, message);
const notSupported = (message: string) => new DataverseError(501, '0x8006088a', message);
const crmType = ({ name }: TypeOutline) => `Microsoft.Dynamics.CRM.${name}`;

/** Reading */
export const noSuchProperty = (type: TypeOutline, property: string) =>
  new DataverseError(400, '0x0', `Could not find a property named '${property}' on type '${crmType(type)}'.`);
export const noSuchSegment = (name: string) =>
  new DataverseError(404, '0x8006088a', `Resource not found for the segment '${name}'.`);
export const noSuchDefinition = (type: TypeOutline, key: string) =>
  new DataverseError(
    404,
    '0x80040217',
    `Could not find ${NOUNS[type.name] ?? 'a component'} with specified name: ${key}`,
  );
export const undefinedDefinitionKey = (type: TypeOutline) =>
  new DataverseError(
    400,
    '0x0',
    `The key in the request URI is not valid for resource '${crmType(type)}'. Ensure that the names and number of key properties match the declared or alternate key properties for the resource '${crmType(type)}'.`,
  );
export const unexpectedAttributeType = () =>
  new DataverseError(500, '0x8006088a', 'Unexpected attribute type');
export const functionNotSupported = (name: string) =>
  notSupported(`The "${name}" function isn't supported for Metadata Entities`);
export const operatorNotSupported = (name: string) =>
  notSupported(`The "${name}" operator isn't supported for Metadata Entities`);
export const optionNotSupported = (name: string) =>
  new DataverseError(400, '0x80060888', `The query parameter ${name} is not supported`);
export const notComparable = (path: string) =>
  new DataverseError(400, '0x80060888', `'${path}' is not a primitive value and cannot be compared.`);

const NOUNS: Readonly<Record<string, string>> = {
  EntityMetadata: 'an entity',
  AttributeMetadata: 'an attribute',
  EntityKeyMetadata: 'an entity key',
  OptionSetMetadataBase: 'an option set',
  RelationshipMetadataBase: 'a relationship',
};

/** Names. InvalidNamePrefix; InvalidSchemaName; InvalidCollectionName; DuplicateAttributeSchemaName; DuplicateName */
export const invalidPrefix = (name: string, kind: string) =>
  refusal('0x80044366')(
    `The schema name ${name} for type ${kind} is invalid or missing.Custom attribute, entity, entitykey, option set and relationship names must start with a valid customization prefix.The prefix for a solution component should match the prefix that is specified for the publisher of the solution.`,
  );
export const tableExists = () =>
  refusal('0x8004700b')('An entity with the specified name already exists. Please specify a unique name.');
export const collectionExists = () =>
  refusal('0x8006088e')('An entity with that collection name already exists. Specify a unique name.');
export const columnExists = (name: string) =>
  refusal('0x80047013')(`Attribute with the specified name ${name} already exists.`);
export const choiceExists = () => refusal('0x80047010')('An object with the specified name already exists');
export const navigationExists = (name: string) =>
  refusal('0x80072551')(`NavigationPropertyName ${name} is not unique within an entity`);

/**
 * Tables and columns. EntityIsNotCustomizable; AttributeIsNotCustomAttribute; CannotDeleteInUseComponent;
 * DuplicatePrimaryNameAttribute; RelationshipIsNotCustomRelationship
 */
export const notCustomTable = () => refusal('0x80047008')('The specified entity is not customizable');
export const notCustomColumn = () =>
  refusal('0x80047009')('The specified attribute is not a custom attribute');
export const inUse = (kind: string, id: string, count: number) =>
  refusal('0x8004f01f')(
    `The ${kind}(${id}) component cannot be deleted because it is referenced by ${count} other components. For a list of referenced components, use the RetrieveDependenciesForDeleteRequest.`,
  );
export const twoPrimaryNames = (table: string, first: string, second: string) =>
  refusal('0x8004701e')(
    `The new ${second} attribute is set as the primary name attribute for the ${table} entity. The ${table} entity already has the ${first} attribute set as the primary name attribute. An entity can only have one primary name attribute.`,
  );
export const noPrimaryName = () =>
  invalidArgument(
    'Required field PrimaryAttribute is missing: one attribute must have IsPrimaryName set to true.',
  );
export const undeclaredProperty = (type: string, property: string) =>
  refusal('0x80048d19')(
    `Error identified in Payload provided by the user for Entity :'${type}', For more information on this error please follow this help link https://go.microsoft.com/fwlink/?linkid=2195293  ----> InnerException : Microsoft.OData.ODataException: The property '${property}' does not exist on type 'Microsoft.Dynamics.CRM.${type}'. Make sure to only use property names that are defined by the type.`,
  );
export const badDefinition = (detail: string) =>
  refusal('0x80048d19')(`Error identified in Payload provided by the user: ${detail}`);

export const notCreatable = (type: string) =>
  invalidArgument(`An attribute of type ${type} cannot be created on its own.`);
export const notCustomRelationship = () =>
  refusal('0x8004700a')('The specified relationship is not a custom relationship');

/** Labels and options. InvalidLanguageCode; InvalidCharactersInField; PicklistValueNotUnique */
export const invalidLanguage = () =>
  refusal('0x80044195')('The specified language code is not valid for this organization.');
export const invalidCharacters = (field: string) =>
  refusal('0x80040278')(`The field '${field}' contains one or more invalid characters.`);
export const optionExists = () =>
  refusal('0x80044310')('The picklist value already exists.  Picklist values must be unique.');
export const noSuchOption = (value: number) => invalidArgument(`There is no option with the value ${value}.`);

/** Keys. EntityKeyNameExists; EntityKeyWithSelectedAttributesExists; EntityKeyAttributeNotValidForCreateAndUpdate; StringAttributeIndexError */
export const keyExists = (name: string, table: string) =>
  refusal('0x80060893')(`An entity key with the name ${name} already exists on entity ${table}.`);
export const keyColumnsTaken = () =>
  refusal('0x80060894')('An entity key with the selected attributes already exists on entity.');
export const readOnlyKeyColumn = (name: string, id: string) =>
  refusal('0x80090112')(
    `Attribute of an entity key must be valid for create and update. Atribute Name = '${name}' Id = '${id}'`,
  );
export const keyTooLong = () =>
  refusal('0x8004d292')(
    'One of the attributes of the selected entity is a part of database index and so it cannot be greater than 900 bytes.',
  );

/** Relationships. InvalidCascadeLinkType; EntityCanOnlyBeReferencedOnceInPolymorphicLookup; CustomerRelationshipCannotBeDeleted */
export const invalidCascade = () =>
  refusal('0x80048204')('The cascade link type is not valid for the cascade action.');
export const referencedTwice = (referenced: string, referencing: string, column: string) =>
  refusal('0x80090424')(
    `The entity '${referenced}' cannot be referenced more than once in a polymorphic lookup. Referencing entity '${referencing}', attribute '${column}'.`,
  );

/** Solutions */
export const noSuchSolution = (name: string) =>
  new DataverseError(404, '0x80040217', `Solution With UniqueName = ${name} Does Not Exist`);
