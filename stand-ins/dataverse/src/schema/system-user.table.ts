import type { TableDefinition } from './table.js';

/**
 * The platform's own table of users, as far as owners and application users need it. Its rows come from the options. The type inherits
 * its key from `principal`, as `ownerid`: use-alternate-key-reference-record, its note on systemuser; webapi/query/join-tables, where a
 * user shows both.
 */
export const systemUserTable: TableDefinition = {
  name: 'systemuser',
  schemaName: 'SystemUser',
  entitySet: 'systemusers',
  primaryId: 'systemuserid',
  inheritedId: 'ownerid',
  primaryName: 'fullname',
  columns: [
    { name: 'systemuserid', type: 'uniqueidentifier', set: 'server' },
    { name: 'ownerid', type: 'uniqueidentifier', set: 'server' },
    { name: 'applicationid', type: 'uniqueidentifier', set: 'server' },
    { name: 'azureactivedirectoryobjectid', type: 'uniqueidentifier', set: 'server' },
    { name: 'fullname', type: 'string', length: 200, set: 'server' },
    { name: 'isdisabled', type: 'boolean', set: 'server' },
    { name: 'versionnumber', type: 'bigint', set: 'server' },
  ],
  states: [],
  keys: [],
  platform: true,
};
