import type { Key } from '#lib/dataverse-schema';
import { keyDefinition } from '../definitions/key.definition.js';
import { definitionOf, readKeys } from '../environment/read-table.js';
import { createOnce } from './create-once.js';
import { type Target, writeComponent } from './target.js';

/** The index is built afterwards, in the background. */
export const createKey = (target: Target, table: string, key: Key) =>
  createOnce(
    () =>
      writeComponent(target, {
        operation: 'key.create',
        path: `${definitionOf(table)}/Keys`,
        body: keyDefinition(key, target.language),
      }),
    async () => (await readKeys(target.reader, table)).some(({ name }) => name === key.name),
  );

/** Has a failed index built once more: https://learn.microsoft.com/power-apps/developer/data-platform/define-alternate-keys-entity */
export const reactivateKey = (target: Target, table: string, key: string) =>
  writeComponent(target, {
    operation: 'key.reactivate',
    path: 'ReactivateEntityKey',
    body: { EntityLogicalName: table, EntityKeyLogicalName: key },
    repeatable: true,
  });
