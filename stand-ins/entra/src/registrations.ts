/** An API of ours, as registered in Entra ID: what others ask tokens for. */
export interface ApiRegistration {
  /** The scope `api://<name>/.default` asks for it, and so does `<applicationId>/.default`. */
  name: string;
  applicationId: string;
  roles: readonly string[];
}

/** A program that asks for tokens with its own secret. */
export interface ClientRegistration {
  name: string;
  applicationId: string;
  /** The service principal: `oid` and `sub` of its tokens. */
  objectId: string;
  secret: string;
  /** The app roles that an administrator granted it, by the API's name. */
  roles: Readonly<Record<string, readonly string[]>>;
}

/** A tenant: who may ask for tokens, and for what. */
export interface Registrations {
  tenantId: string;
  apis: Readonly<Record<string, ApiRegistration>>;
  clients: Readonly<Record<string, ClientRegistration>>;
}

/**
 * The tenant that the stand-in serves unless told otherwise. Every GUID and secret is made up, the same in each run, and written
 * in the open: none opens anything but the stand-ins.
 */
export const entraDefaults = {
  tenantId: '7e1a0000-0000-4000-8000-000000000001',
  apis: {
    'causeway-intake': {
      name: 'causeway-intake',
      applicationId: 'a9100000-0000-4000-8000-000000000001',
      roles: ['Cases.Submit', 'Cases.Read'],
    },
    'causeway-documents': {
      name: 'causeway-documents',
      applicationId: 'a9100000-0000-4000-8000-000000000002',
      roles: ['Documents.Read'],
    },
    'causeway-sync': {
      name: 'causeway-sync',
      applicationId: 'a9100000-0000-4000-8000-000000000003',
      roles: ['Sync.Read', 'Sync.Operate'],
    },
  },
  clients: {
    'website-intake': client('website-intake', 1, {}),
    sharepoint: client('sharepoint', 2, {}),
    website: client('website', 3, {
      'causeway-intake': ['Cases.Submit', 'Cases.Read'],
      'causeway-documents': ['Documents.Read'],
    }),
    partner: client('partner', 4, { 'causeway-intake': ['Cases.Submit', 'Cases.Read'] }),
    'reader-only': client('reader-only', 5, { 'causeway-intake': ['Cases.Read'] }),
    'no-roles': client('no-roles', 6, {}),
    administrator: client('administrator', 7, {}),
    'batch-sync': client('batch-sync', 8, {}),
    operator: client('operator', 9, { 'causeway-sync': ['Sync.Read', 'Sync.Operate'] }),
  },
} as const satisfies Registrations;

function client(name: string, number: number, roles: ClientRegistration['roles']): ClientRegistration {
  const tail = String(number).padStart(12, '0');
  return {
    name,
    applicationId: `c1100000-0000-4000-8000-${tail}`,
    objectId: `0b100000-0000-4000-8000-${tail}`,
    secret: `not-a-secret-${name}`,
    roles,
  };
}
