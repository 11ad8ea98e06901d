import { propertyOf, type Column, type LookupColumn } from '../../schema/column.js';
import type { AlternateKey, Table } from '../../schema/table.js';
import type { Tables } from '../../schema/tables.js';

const EDM_TYPES: Record<Column['type'], string> = {
  string: 'String',
  memo: 'String',
  choice: 'Int32',
  integer: 'Int32',
  bigint: 'Int64',
  double: 'Double',
  decimal: 'Decimal',
  boolean: 'Boolean',
  date: 'Date',
  datetime: 'DateTimeOffset',
  uniqueidentifier: 'Guid',
  lookup: 'Guid',
  file: 'Guid',
  image: 'Binary',
};

/** One table: webapi/web-api-entitytypes, with web-api-properties and web-api-navigation-properties. */
export function entityType(tables: Tables, table: Table, annotated: boolean) {
  const collections = tables.referringTo(table).map(({ name, referencing, property }) => ({
    '@Name': name,
    '@Type': `Collection(mscrm.${referencing.name})`,
    '@Partner': property,
  }));
  return {
    '@Name': table.name,
    '@BaseType': 'mscrm.crmbaseentity',
    Key: { PropertyRef: { '@Name': table.primaryId } },
    Property: table.columns.map((column) => ({
      '@Name': propertyOf(column),
      '@Type': `Edm.${EDM_TYPES[column.type]}`,
      ...(column.type === 'decimal' && { '@Scale': 'Variable' }),
      ...(annotated && description(column.description)),
    })),
    NavigationProperty: [...table.columns.flatMap((column) => lookups(tables, column)), ...collections],
    Annotation: [
      ...table.keys.map((key) => alternateKey(table, key)),
      ...(annotated ? [description(table.definition.description)?.Annotation ?? []].flat() : []),
    ],
  };
}

const lookups = (tables: Tables, column: Column) =>
  column.type === 'lookup' ? singleValued(tables, column) : [];

/** A lookup of several tables is one property, and one navigation property for each of them. */
const singleValued = (tables: Tables, column: LookupColumn) =>
  Object.entries(column.targets)
    .filter(([target]) => tables.named(target))
    .map(([target, { property, relationship }]) => ({
      '@Name': property,
      '@Type': `mscrm.${target}`,
      '@Nullable': 'false',
      '@Partner': relationship,
      ReferentialConstraint: {
        '@Property': propertyOf(column),
        '@ReferencedProperty': tables.named(target)?.primaryId,
      },
    }));

function alternateKey(table: Table, { columns }: AlternateKey) {
  const property = (name: string) => {
    const column = table.columnsByName.get(name);
    return column ? propertyOf(column) : name;
  };
  return {
    '@Term': 'OData.Community.Keys.V1.AlternateKeys',
    Collection: {
      Record: {
        '@Type': 'OData.Community.Keys.V1.AlternateKey',
        PropertyValue: {
          '@Property': 'Key',
          Collection: {
            Record: columns.map((name) => ({
              '@Type': 'OData.Community.Keys.V1.PropertyRef',
              PropertyValue: [
                { '@Property': 'Alias', '@String': property(name) },
                { '@Property': 'Name', '@PropertyPath': property(name) },
              ],
            })),
          },
        },
      },
    },
  };
}

/** Characters that XML cannot hold, however they are written. */
const NOT_IN_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

const description = (text: string | undefined) =>
  text === undefined
    ? undefined
    : {
        Annotation: {
          '@Term': 'Org.OData.Core.V1.Description',
          '@String': text.replace(NOT_IN_XML, '\ufffd'),
        },
      };
