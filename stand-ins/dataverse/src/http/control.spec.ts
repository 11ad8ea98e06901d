import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestOrganization } from '../../test/organization.js';

const README = readFileSync(join(import.meta.dirname, '..', '..', 'README.md'), 'utf8');
const examples = [...README.matchAll(/^POST \/_control\/(\S+) (.+)$/gm)].map(
  ([, route = '', body = '']) => [route, body] as const,
);

const [elsewhere] = Object.values(networkInterfaces())
  .flat()
  .filter((network) => network && !network.internal && network.family === 'IPv4');

describe('the control door', () => {
  let organization: TestOrganization;
  const lakeDirectory = mkdtempSync(join(tmpdir(), 'lake-'));
  beforeAll(
    async () => void (organization = await TestOrganization.start({ host: '0.0.0.0', lakeDirectory })),
  );
  afterAll(async () => {
    await organization.close();
    rmSync(lakeDirectory, { recursive: true });
  });

  it('dumps the rows of a table, by its logical name or its entity set', async () => {
    const id = await organization.contact({ lastname: 'Dumped' });
    for (const name of ['contact', 'contacts']) {
      const { json } = await organization.control(`rows/${name}`);
      expect(json).toMatchObject({
        table: 'contact',
        count: 1,
        rows: [{ contactid: id, lastname: 'Dumped' }],
      });
    }
    const unknown = await organization.control('rows/nothing');
    expect([unknown.status, unknown.json['error']]).toEqual([
      400,
      expect.stringContaining('There is no table nothing'),
    ]);
  });

  it('reset clears rows, statistics, faults and the clock; keepRows keeps the rows', async () => {
    await organization.contact();
    await organization.control('clock', { advanceSeconds: 500 });
    await organization.control('faults', { slow: { ms: 1 } });
    const before = (await organization.control('stats')).json['rows'];
    await organization.control('reset', { keepRows: true });
    const kept = (await organization.control('stats')).json;
    expect(kept).toMatchObject({ requests: 0, faults: [], rows: before });
    expect(Math.abs(Date.parse(String(kept['now'])) - Date.now())).toBeLessThan(5_000);
    await organization.control('reset', {});
    expect((await organization.control('stats')).json['rows']).toMatchObject({
      contact: 0,
      incident: 0,
      systemuser: 2,
    });
  });

  it.each([
    ['faults', '{"explode":true}'],
    ['faults', '{"down":{"table":"incidents"}}'],
    ['faults', '[{"fault":"slow"}]'],
    ['faults', '[{"fault":"down","ms":5}]'],
    ['faults', '[{"fault":"html503","rate":2}]'],
    ['faults', '{"down":{"often":true}}'],
    ['faults', '"down"'],
    ['faults', '{"slowAnswer":true}'],
    ['faults', '{"slowBody":{"ms":-1}}'],
    ['faults', '{"html504":{"done":"yes"}}'],
    ['faults', '{"expiredToken":{"done":true}}'],
    ['faults', '{"throttleStorm":{"facet":"mood"}}'],
    ['faults', '{"throttleStorm":{"retryAfter":true}}'],
    ['faults', '{"throttleStorm":{"retryAfter":1.5}}'],
    ['faults', '{"halfBody":{"cleanEnd":1}}'],
    ['faults', '{"deadlock":{"skip":0.5}}'],
    ['faults', '{"keyIndexPending":{"table":"nothing"}}'],
    ['faults', '{"staleMetadata":{"lane":""}}'],
    ['faults', '{'],
    ['limits', '{}'],
    ['limits', '{"requests":0}'],
    ['limits', '{"requests":5,"window":3}'],
    ['limits', '{"preset":"huge"}'],
    ['limits', '{"concurrency":0}'],
    ['limits', '{"servers":1.5}'],
    ['limits', '{"compression":0.5}'],
    ['limits', '{"routing":"nearest"}'],
    ['limits', '{"costs":{"operationMs":{"dreaming":1}}}'],
    ['limits', '{"costs":{"jitter":2}}'],
    ['limits', '{"costs":"dear"}'],
    ['clock', '{"advanceSeconds":-1}'],
    ['clock', '{}'],
    ['reset', '{"keep":true}'],
    ['webhooks', '[{"url":"http://127.0.0.1:1/"}]'],
    ['webhooks', '[{"url":"http://127.0.0.1:1/","auth":{"kind":"password","value":"x"}}]'],
    ['webhooks', '{"hooks":[]}'],
    ['webhooks/faults', '{"lost":{"rate":2}}'],
    ['webhooks/faults', '{"late":{"rate":0.5}}'],
    ['webhooks/faults', '{"shuffled":{}}'],
    ['lake', '{}'],
    ['lake', '{"action":"import"}'],
    ['lake', '{"action":"export","fault":"noModel"}'],
    ['lake', '{"action":"write","fault":"missingModel"}'],
  ])('refuses POST %s %s in words', async (route, body) => {
    const reply = await organization.control(route, body);
    expect(reply.status).toBe(400);
    expect(String(reply.json['error'])).toMatch(/\w+ \w+/);
  });

  it.each([
    [
      '{"costs":"yes"}',
      'costs: must be true, false, "off", or an object with some of requestMs, operationMs, ',
    ],
    ['{"costs":{"jitter":2}}', 'costs.jitter: Too big'],
  ])('says what costs may be: %s', async (body, words) => {
    const reply = await organization.control('limits', body);
    expect([reply.status, reply.json['error']]).toEqual([400, expect.stringContaining(words)]);
  });

  it('says what there is to limit to whoever misspells it', async () => {
    const { json } = await organization.control('limits', '{"requets":5}');
    expect(json['error']).toMatch(/^takes no requets; it takes enabled, preset, requests, /);
  });

  it.each(examples)('takes what its README shows: POST %s %s', async (route, body) => {
    const reply = await organization.control(route, body);
    expect([reply.status, reply.text]).toEqual([200, expect.any(String)]);
    await organization.control('faults', {});
    await organization.control('webhooks', {});
  });

  it('answers stats with the fields that its README shows', async () => {
    const shown = JSON.parse(/```json\n([\s\S]+?)```/.exec(README)?.[1] ?? '{}') as Record<string, unknown>;
    expect(Object.keys((await organization.control('stats')).json)).toEqual(Object.keys(shown));
  });

  it('says what there is to whoever asks for something else', async () => {
    const reply = await organization.control('nonsense');
    expect([reply.status, reply.json['error']]).toEqual([
      404,
      expect.stringContaining('GET /_control/stats'),
    ]);
  });

  it.runIf(elsewhere)(
    'is shut to everybody who does not come from this machine, while the service is open',
    async () => {
      const url = organization.url.replace('127.0.0.1', elsewhere?.address ?? '');
      expect((await fetch(`${url}/_control/stats`)).status).toBe(403);
      expect((await fetch(`${url}/api/data/v9.2/WhoAmI`)).status).toBe(401);
    },
  );
});
