import type { GlobalChoice, Option } from '#lib/dataverse-schema';
import { label, words } from './label.js';

export const options = (values: readonly Option[], language: number) =>
  values.map(({ value, label: text }) => ({ Value: value, Label: label(text, language) }));

/** The body that creates a global choice: https://learn.microsoft.com/power-apps/developer/data-platform/webapi/create-update-optionsets */
export const globalChoiceDefinition = (choice: GlobalChoice, language: number) => ({
  '@odata.type': 'Microsoft.Dynamics.CRM.OptionSetMetadata',
  Name: choice.name,
  ...words(choice, language),
  OptionSetType: 'Picklist',
  IsGlobal: true,
  Options: options(choice.values, language),
});

/** The values of one column alone. */
export const localChoiceDefinition = (values: readonly Option[], language: number) => ({
  '@odata.type': 'Microsoft.Dynamics.CRM.OptionSetMetadata',
  OptionSetType: 'Picklist',
  IsGlobal: false,
  Options: options(values, language),
});

/** Booleans need both their words. */
export const booleanOptions = (language: number) => ({
  OptionSetType: 'Boolean',
  TrueOption: { Value: 1, Label: label('Yes', language) },
  FalseOption: { Value: 0, Label: label('No', language) },
});
