import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { multipart, writeBatchRequest } from '../../test/batch.js';
import { TestOrganization } from '../../test/organization.js';
import { outcome } from '../../test/outcome.js';

describe('the faults', () => {
  let organization: TestOrganization;
  beforeAll(async () => void (organization = await TestOrganization.start()));
  afterEach(() => organization.control('faults', {}));
  afterAll(() => organization.close());

  const create = (id: string) => organization.post('accounts', { accountid: id, name: 'A' });
  const exists = async (id: string) => (await organization.get(`accounts(${id})`)).status === 200;

  it('down cuts every connection, but not the control door', async () => {
    await organization.control('faults', { down: true });
    expect(await outcome(organization.get('WhoAmI'))).toBe('dropped');
    expect((await organization.control('stats')).status).toBe(200);
    await organization.control('faults', {});
    expect(await outcome(organization.get('WhoAmI'))).toBe(200);
  });

  it('dropBeforeCommit writes nothing', async () => {
    await organization.control('faults', { dropBeforeCommit: { count: 1 } });
    const id = randomUUID();
    expect(await outcome(create(id))).toBe('dropped');
    expect(await exists(id)).toBe(false);
    expect(await outcome(create(id))).toBe(204);
  });

  it('dropAfterCommit writes the row and tells nobody', async () => {
    await organization.control('faults', { dropAfterCommit: { count: 1 } });
    const id = randomUUID();
    expect(await outcome(create(id))).toBe('dropped');
    expect(await exists(id)).toBe(true);
    expect((await create(id)).error?.code).toBe('0x80040237');
  });

  it('dropAfterCommit strikes updates and deletes, and no reads', async () => {
    const id = randomUUID();
    await create(id);
    await organization.control('faults', { dropAfterCommit: true });
    expect(await outcome(organization.patch(`accounts(${id})`, { name: 'B' }))).toBe('dropped');
    expect((await organization.get(`accounts(${id})`)).json['name']).toBe('B');
    expect(await outcome(organization.delete(`accounts(${id})`))).toBe('dropped');
    expect(await exists(id)).toBe(false);
  });

  it('expiredToken refuses a good token as one that has expired', async () => {
    const path = 'WhoAmI';
    const headers = { Authorization: `Bearer ${await organization.sign({ lifetime: -10 })}` };
    const expired = await organization.get(path, headers);
    await organization.control('faults', { expiredToken: { count: 1 } });
    const refused = await organization.get(path);
    expect([refused.status, refused.json]).toEqual([401, expired.json]);
    expect(refused.headers.get('www-authenticate')).toBe(expired.headers.get('www-authenticate'));
    expect((await organization.get(path)).status).toBe(200);
  });

  it('strike one lane when told so', async () => {
    await organization.control('faults', { html502: { lane: 'batch' } });
    expect((await organization.get('WhoAmI', { 'x-causeway-lane': 'batch' })).status).toBe(502);
    expect((await organization.get('WhoAmI', { 'x-causeway-lane': 'event' })).status).toBe(200);
    expect((await organization.get('WhoAmI')).status).toBe(200);
  });

  it('spare as many as they are to skip', async () => {
    await organization.control('faults', { html504: { skip: 2, count: 1 } });
    const statuses: number[] = [];
    for (let at = 0; at < 4; at += 1) statuses.push((await organization.get('WhoAmI')).status);
    expect(statuses).toEqual([200, 200, 504, 200]);
  });

  it('strike one table and one method when told so', async () => {
    await organization.control('faults', [{ fault: 'html503', table: 'contact', method: 'post' }]);
    expect((await organization.post('contacts', { lastname: 'A' })).status).toBe(503);
    expect((await organization.get('contacts')).status).toBe(200);
    expect((await organization.post('accounts', { name: 'A' })).status).toBe(204);
  });

  it('strike a commit as a whole: all rows of a deep insert and of a change set, or none', async () => {
    await organization.control('reset', {});
    const deep = () =>
      outcome(organization.post('contacts', { lastname: 'A', incident_customer_contacts: [{ title: 'B' }] }));
    const post = (url: string, body: unknown) => ({ method: 'POST', url: `/api/data/v9.2/${url}`, body });
    const body = writeBatchRequest([[post('contacts', { lastname: 'C' }), post('accounts', { name: 'D' })]]);
    const batch = () => outcome(organization.ask('POST', '$batch', { body, headers: multipart() }));
    const rows = async () => (await organization.control('stats')).json['rows'];
    await organization.control('faults', [{ fault: 'dropBeforeCommit', table: 'contact' }]);
    expect([await deep(), await batch()]).toEqual(['dropped', 'dropped']);
    expect(await rows()).toMatchObject({ contact: 0, incident: 0, account: 0 });
    await organization.control('faults', [{ fault: 'dropAfterCommit', table: 'contact' }]);
    expect([await deep(), await batch()]).toEqual(['dropped', 'dropped']);
    expect(await rows()).toMatchObject({ contact: 2, incident: 1, account: 1 });
  });

  it('strike at their rate, the same requests for the same seed', async () => {
    const strikes = async (seed: number) => {
      await organization.control('faults', { html503: { rate: 0.3, seed } });
      const statuses: number[] = [];
      for (let at = 0; at < 60; at += 1) statuses.push((await organization.get('WhoAmI')).status);
      return statuses.join();
    };
    const first = await strikes(7);
    expect(await strikes(7)).toBe(first);
    expect(await strikes(8)).not.toBe(first);
    const struck = first.split('503').length - 1;
    expect(struck).toBeGreaterThan(6);
    expect(struck).toBeLessThan(32);
  });

  it('count what they struck, and what was dropped', async () => {
    await organization.control('reset', {});
    await organization.control('faults', [{ fault: 'dropAfterCommit', count: 2 }]);
    for (let at = 0; at < 3; at += 1) await outcome(create(randomUUID()));
    const { json } = await organization.control('stats');
    expect(json).toMatchObject({
      requests: 3,
      dropped: 2,
      byMethodAndStatus: { POST: { '204': 1, dropped: 2 } },
      faults: [{ fault: 'dropAfterCommit', count: 2, struck: 2 }],
    });
    expect(json['rows']).toMatchObject({ account: 3 });
    expect((await organization.control('faults')).json).toEqual({ faults: json['faults'] });
  });
});
