import { createHash } from 'node:crypto';
import { clientCredentials, connectDataverse, contactTable } from '@causeway/dataverse';

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
const { client, close } = connectDataverse({ url, tokens, lane: 'batch' });

// As long as you like: no more of it is read than is under way. Every hundredth row is bad, for its name is too long.
const keyOf = (name) => createHash('sha256').update(`example:${name}`).digest('hex');
async function* contacts() {
  for (let number = 1; number <= 1_000; number += 1) {
    const name = `Example ${number}`;
    const lastName = number % 100 === 0 ? name.padEnd(60, '.') : name;
    yield { at: { key: keyOf(name) }, row: { lastName, email: `${number}@example.org` } };
  }
}

// Each row has a result, in the order of the input. A bad one costs itself only, and may be sent again when it is mended.
const counts = {};
for await (const { entry, outcome, error } of client.upsertMultiple(contactTable, contacts())) {
  counts[outcome] = (counts[outcome] ?? 0) + 1;
  if (outcome === 'refused') console.log(entry.row.email, error.code);
}
console.log('written', counts);

// Rows that have these values already are not sent.
const again = {};
for await (const { outcome } of client.upsertMultiple(contactTable, contacts(), { readFirst: true }))
  again[outcome] = (again[outcome] ?? 0) + 1;
console.log('written again', again);

async function* addresses() {
  for await (const { at } of contacts()) yield at;
}
const gone = {};
for await (const { outcome } of client.deleteMultiple(contactTable, addresses()))
  gone[outcome] = (gone[outcome] ?? 0) + 1;
console.log('deleted', gone);

await close();
