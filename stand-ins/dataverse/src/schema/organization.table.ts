import { systemColumns } from './system-columns.js';
import type { TableDefinition } from './table.js';

export const ORGANIZATION = 'organization';

/** attachment-annotation-files, "File size limits": in bytes of base64. */
const LARGEST_UPLOAD = 131_072_000;

/** The settings of the organisation, as far as they are about files: one row, which can be changed. */
export const organizationTable: TableDefinition = {
  name: ORGANIZATION,
  schemaName: 'Organization',
  entitySet: 'organizations',
  primaryId: 'organizationid',
  primaryName: 'name',
  label: 'Organization',
  pluralLabel: 'Organizations',
  ownership: 'organization',
  columns: [
    ...systemColumns({
      name: ORGANIZATION,
      primaryId: 'organizationid',
      states: [],
      ownership: 'organization',
    }),
    { name: 'name', type: 'string', length: 160, set: 'server' },
    { name: 'maxuploadfilesize', type: 'integer', min: 1, max: LARGEST_UPLOAD, required: 'system' },
    { name: 'blockedattachments', type: 'memo', length: 1_073_741_823 },
    { name: 'blockedmimetypes', type: 'memo', length: 1_073_741_823 },
    { name: 'allowedmimetypes', type: 'memo', length: 1_073_741_823 },
  ],
  states: [],
  keys: [],
  changeTracking: false,
  fixedRows: true,
};
