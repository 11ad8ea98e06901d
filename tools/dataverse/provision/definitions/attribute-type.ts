import type { Column } from '#lib/dataverse-schema';

/** How the Web API calls a type of column: https://learn.microsoft.com/power-apps/developer/data-platform/entity-attribute-metadata */
export interface AttributeType {
  AttributeType: string;
  AttributeTypeName: { Value: string };
  '@odata.type': string;
}

const attributeType = (name: string, cast = name): AttributeType => ({
  AttributeType: name,
  AttributeTypeName: { Value: `${name}Type` },
  '@odata.type': `Microsoft.Dynamics.CRM.${cast}AttributeMetadata`,
});

/** Dates and moments are one type there, told apart by their format. */
export const attributeTypes: Record<Column['type'], AttributeType> = {
  string: attributeType('String'),
  memo: attributeType('Memo'),
  choice: attributeType('Picklist'),
  integer: attributeType('Integer'),
  double: attributeType('Double'),
  decimal: attributeType('Decimal'),
  boolean: attributeType('Boolean'),
  date: attributeType('DateTime'),
  datetime: attributeType('DateTime'),
  uniqueidentifier: attributeType('Uniqueidentifier', 'UniqueIdentifier'),
  lookup: attributeType('Lookup'),
};
