import { randomUUID } from 'node:crypto';
import { clientCredentials, connectDataverse, contactTable, eq } from '@causeway/dataverse';

// Without settings it talks to the stand-ins that `npm start` starts; their credentials are made up.
const {
  DATAVERSE_URL: url = 'http://127.0.0.1:9010',
  ENTRA_AUTHORITY: authorityUrl = 'http://127.0.0.1:9030',
  ENTRA_TENANT_ID: tenantId = '7e1a0000-0000-4000-8000-000000000001',
  DATAVERSE_CLIENT_ID: clientId = 'c1100000-0000-4000-8000-000000000007',
  DATAVERSE_CLIENT_SECRET: clientSecret = 'not-a-secret-administrator',
} = process.env;

const scope = `${url}/.default`;
const tokens = clientCredentials({ authorityUrl, tenantId, clientId, clientSecret, scope });
const { client, close } = connectDataverse({ url, tokens });

// With an id of our own, a create that lost its reply can be repeated and never makes a second row.
const id = randomUUID();
const email = `${id}@example.org`;
await client.create(contactTable, { firstName: 'Ada', lastName: 'Example', email }, { id });
console.log('read', await client.retrieve(contactTable, id, { select: ['firstName', 'lastName'] }));

const withThisEmail = eq(contactTable, 'email', email);
for await (const contact of client.query(contactTable, { select: ['lastName'], filter: withThisEmail })) {
  console.log('found', contact.lastName);
}

await client.delete(contactTable, id);
await close();
