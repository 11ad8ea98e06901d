import type { Column } from '#lib/dataverse-schema';
import { attributeTypes } from './attribute-type.js';
import { words } from './label.js';
import { booleanOptions, localChoiceDefinition } from './option-set.definition.js';

/**
 * The body that creates a column:
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/create-update-column-definitions-using-web-api.
 * A lookup's goes inside its relationships.
 */
export const columnDefinition = (column: Column, language: number) => ({
  ...attributeTypes[column.type],
  SchemaName: column.schemaName,
  ...words(column, language),
  RequiredLevel: {
    Value: column.required === 'application' ? 'ApplicationRequired' : 'None',
    CanBeChanged: true,
    ManagedPropertyLogicalName: 'canmodifyrequirementlevelsettings',
  },
  ...particulars(column, language),
});

function particulars(column: Column, language: number): Record<string, unknown> {
  switch (column.type) {
    case 'string':
      return {
        FormatName: { Value: 'Text' },
        MaxLength: column.length,
        ...given({ AutoNumberFormat: column.autonumber }),
      };
    case 'memo':
      return { Format: 'TextArea', MaxLength: column.length };
    case 'choice':
      return { ...valuesOf(column, language), ...given({ DefaultFormValue: column.default }) };
    case 'integer':
      return { Format: 'None', ...boundsOf(column) };
    case 'double':
      return { ...boundsOf(column), Precision: column.precision ?? 5 };
    case 'decimal':
      return { ...boundsOf(column), ...given({ Precision: column.precision }) };
    case 'boolean':
      return { DefaultValue: column.default ?? false, OptionSet: booleanOptions(language) };
    case 'date':
      return { Format: 'DateOnly', DateTimeBehavior: { Value: 'DateOnly' } };
    case 'datetime':
      return { Format: 'DateAndTime', DateTimeBehavior: { Value: 'UserLocal' } };
    default:
      return {};
  }
}

const valuesOf = ({ choice, values = [] }: Extract<Column, { type: 'choice' }>, language: number) =>
  choice === undefined
    ? { OptionSet: localChoiceDefinition(values, language) }
    : { 'GlobalOptionSet@odata.bind': `/GlobalOptionSetDefinitions(Name='${choice}')` };

const boundsOf = ({ min, max }: { min?: number | undefined; max?: number | undefined }) =>
  given({ MinValue: min, MaxValue: max });

/** Without what the schema leaves to the platform. */
const given = (values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
