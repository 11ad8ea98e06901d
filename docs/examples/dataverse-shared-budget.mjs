import { clientCredentials, connectDataverse, openBudget } from '@causeway/dataverse';

// Without settings it talks to the stand-ins that `npm start` starts, and to a Redis on this machine.
const {
  DATAVERSE_URL: url = 'http://127.0.0.1:9010',
  ENTRA_AUTHORITY: authorityUrl = 'http://127.0.0.1:9030',
  ENTRA_TENANT_ID: tenantId = '7e1a0000-0000-4000-8000-000000000001',
  DATAVERSE_CLIENT_ID: clientId = 'c1100000-0000-4000-8000-000000000007',
  DATAVERSE_CLIENT_SECRET: clientSecret = 'not-a-secret-administrator',
  REDIS_URL: redisUrl = 'redis://127.0.0.1:6379',
} = process.env;

// Each process that works as this application user says the same. How many there are must be true: it is what each may
// spend without the others when Redis is lost.
const owner = { environmentUrl: url, applicationUser: clientId };
const budget = await openBudget({ redisUrl, ...owner, processes: 2 });

const tokens = clientCredentials({
  authorityUrl,
  tenantId,
  clientId,
  clientSecret,
  scope: `${url}/.default`,
});
const { client, connection, close } = connectDataverse({ url, tokens, budget });
await client.whoAmI();

const { circuit, budget: now } = connection.health();
console.log(
  `circuit ${circuit.state}; requests: ${now.own.requests} of ours, ${now.limits.requests} for all`,
);

// The budget belongs to the connection by now, and is closed with it.
await close();
