import { WebApi } from '#lib/dataverse';
import { columnDefinition } from '../../../tools/dataverse/provision/definitions/column.definition.js';
import type { Places } from '../../support/dataverse-identity.js';
import { withConnection } from './writer.js';

const attributes = "EntityDefinitions(LogicalName='account')/Attributes";
const column = { name: 'cw_naturalkey', label: 'Natural key', language: 1033 };

/** Takes a column that every row has away, does something, and adds the column again: then it is newer than what was done. */
export const withNewerColumn = (places: Places, meanwhile: () => Promise<void>): Promise<void> =>
  withConnection(places, {}, async ({ send }) => {
    const webApi = new WebApi(places.dataverseUrl, send);
    const change = { repeatable: false, expect: [204] };
    await webApi.request({
      ...change,
      operation: 'column.delete',
      method: 'DELETE',
      path: `${attributes}(LogicalName='${column.name}')`,
    });
    await meanwhile();
    const { name, label, language } = column;
    const definition = { name, schemaName: name, label, type: 'string', length: 400, custom: true } as const;
    await webApi.request({
      ...change,
      operation: 'column.create',
      method: 'POST',
      path: attributes,
      body: columnDefinition(definition, language),
    });
  });
