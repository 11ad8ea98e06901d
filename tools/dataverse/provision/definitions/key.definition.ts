import type { Key } from '#lib/dataverse-schema';
import { words } from './label.js';

/** The body that creates an alternate key: https://learn.microsoft.com/power-apps/developer/data-platform/define-alternate-keys-entity */
export const keyDefinition = (key: Key, language: number) => ({
  '@odata.type': 'Microsoft.Dynamics.CRM.EntityKeyMetadata',
  SchemaName: key.name,
  ...words(key, language),
  KeyAttributes: key.columns,
});
