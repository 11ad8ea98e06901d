import { afterAll, beforeAll, it } from 'vitest';
import { Agent } from 'undici';
import { Causeway } from '../support/causeway.js';
let causeway: Causeway;
beforeAll(async () => { causeway = await Causeway.start(); });
afterAll(() => causeway.close());
it('x', async () => {
  const u = `${causeway.dataverse.url}/api/data/v9.2/contacts(cw_key='a')`;
  const r = await fetch(u); console.log(r.status, [...r.headers], await r.text());
  const agent = new Agent();
  const a = await agent.request({ origin: causeway.dataverse.url, path: "/api/data/v9.2/contacts(cw_key='a')", method: 'GET' });
  console.log(a.statusCode, a.headers, await a.body.text());
  const b = await agent.request({ origin: causeway.dataverse.url, path: "/api/data/v9.2/contacts(cw_key='a')", method: 'GET' });
  for await (const c of b.body) console.log(String(c));
});
