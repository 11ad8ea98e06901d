import { organizationTable } from './organization-table.js';
import type { TableDefinition } from './table.js';

/** Which messages there are, and which tables know them: developer/data-platform/reference/entities/sdkmessage and sdkmessagefilter. */
export const MESSAGE = 'sdkmessage';
export const MESSAGE_FILTER = 'sdkmessagefilter';

const message = organizationTable(
  {
    name: MESSAGE,
    schemaName: 'SdkMessage',
    entitySet: 'sdkmessages',
    primaryId: 'sdkmessageid',
    primaryName: 'name',
    label: 'Sdk Message',
    pluralLabel: 'Sdk Messages',
    changeTracking: false,
    platform: true,
  },
  [{ name: 'name', type: 'string', length: 256, set: 'server' }],
);

const messageFilter = organizationTable(
  {
    name: MESSAGE_FILTER,
    schemaName: 'SdkMessageFilter',
    entitySet: 'sdkmessagefilters',
    primaryId: 'sdkmessagefilterid',
    label: 'Sdk Message Filter',
    pluralLabel: 'Sdk Message Filters',
    changeTracking: false,
    platform: true,
  },
  [
    { name: 'primaryobjecttypecode', type: 'string', length: 100, set: 'server' },
    {
      name: 'sdkmessageid',
      type: 'lookup',
      set: 'server',
      targets: {
        sdkmessage: {
          property: 'sdkmessageid',
          relationship: 'sdkmessageid_sdkmessagefilter',
          onDelete: 'cascade',
        },
      },
    },
  ],
);

/** Readable as any table. Their rows follow the tables that there are. */
export const messageTables: readonly TableDefinition[] = [message, messageFilter];
