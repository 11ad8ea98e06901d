import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestOrganization } from '../../test/organization.js';

describe('a stand-in that starts again', () => {
  let directory: string;
  const log = () => join(directory, 'dataverse.ndjson');
  const start = () => TestOrganization.start({ dataDirectory: directory });

  beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), 'dataverse-'))));
  afterEach(() => rmSync(directory, { recursive: true }));

  it('has its rows as they were: created, changed, deleted', async () => {
    const first = await start();
    const contact = await first.contact({ lastname: 'Kept', cw_key: 'kept' });
    const gone = await first.contact({ cw_key: 'gone' });
    await first.patch(`contacts(${contact})`, { firstname: 'Ann', description: 'line\nbreak "quoted" 🚲' });
    const incident = await first.incident({ 'primarycontactid@odata.bind': `/contacts(${contact})` });
    await first.delete(`contacts(${gone})`);
    const before = (await first.control('rows/contact')).json;
    await first.close();

    const second = await start();
    expect((await second.control('rows/contact')).json).toEqual(before);
    expect((await second.get("contacts(cw_key='kept')")).json['fullname']).toBe('Ann Kept');
    expect((await second.get("contacts(cw_key='gone')")).status).toBe(404);
    expect((await second.get(`incidents(${incident})`)).json['_primarycontactid_value']).toBe(contact);
    await second.close();
  });

  it('goes on counting versions and tickets where it stopped', async () => {
    const facts = async (organization: TestOrganization) => {
      const id = await organization.incident();
      const { json } = await organization.get(`incidents(${id})?$select=versionnumber,ticketnumber`);
      return [Number(json['versionnumber']), Number(String(json['ticketnumber']).split('-')[1])] as const;
    };
    const first = await start();
    const [version, ticket] = await facts(first);
    await first.close();
    const second = await start();
    const [nextVersion, nextTicket] = await facts(second);
    expect(nextVersion).toBeGreaterThan(version);
    expect(nextTicket).toBeGreaterThan(ticket);
    await second.close();
  });

  it('writes the log before it answers', async () => {
    const organization = await start();
    const id = await organization.contact();
    expect(readFileSync(log(), 'utf8')).toContain(id);
    await organization.close();
  });

  it('cuts off a last line that was torn, keeps all before it, and goes on writing', async () => {
    const first = await start();
    const id = await first.contact();
    await first.close();
    const whole = readFileSync(log(), 'utf8');
    appendFileSync(log(), whole.slice(0, 60));

    const second = await start();
    expect(readFileSync(log(), 'utf8')).toBe(whole);
    const next = await second.contact();
    await second.close();

    const third = await start();
    const { rows } = (await third.control('rows/contact')).json as { rows: { contactid: string }[] };
    expect(rows.map((row) => row.contactid).sort()).toEqual([id, next].sort());
    await third.close();
  });

  it('reads lines that are longer than what it reads at a time', async () => {
    const first = await start();
    const documentbody = 'QUJD'.repeat(700_000);
    const note = await first.insert('annotations', 'annotationid', { filename: 'a.bin', documentbody });
    const contact = await first.contact();
    await first.close();
    const second = await start();
    expect((await second.get(`annotations(${note})?$select=documentbody`)).json['documentbody']).toBe(
      documentbody,
    );
    expect((await second.get(`contacts(${contact})`)).status).toBe(200);
    await second.close();
  });

  it('refuses a log that is damaged in the middle, and says which line', async () => {
    writeFileSync(log(), '{"op":"put"\n{}\n');
    await expect(start()).rejects.toThrow(/Line 1 of .*dataverse\.ndjson is damaged/);
  });

  it('refuses a directory that another one holds, and takes it when that one has ended', async () => {
    const first = await start();
    await expect(start()).rejects.toThrow(/is held by another Dataverse stand-in/);
    await first.close();
    await (await start()).close();
  });

  it('takes over from one that was killed', async () => {
    writeFileSync(join(directory, 'dataverse.pid'), '999999999');
    await (await start()).close();
  });

  it('begins empty after a reset', async () => {
    const first = await start();
    await first.contact();
    await first.control('reset', {});
    await first.close();
    const second = await start();
    expect((await second.control('rows/contact')).json['count']).toBe(0);
    await second.close();
  });
});

describe('what was committed together', () => {
  let directory: string;
  const log = () => join(directory, 'dataverse.ndjson');
  const start = () => TestOrganization.start({ dataDirectory: directory });

  beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), 'dataverse-'))));
  afterEach(() => rmSync(directory, { recursive: true }));

  it('is one line of the log, and there again after a restart', async () => {
    const first = await start();
    await first.post('contacts', {
      lastname: 'A',
      incident_customer_contacts: [{ title: 'B' }, { title: 'C' }],
    });
    expect(readFileSync(log(), 'utf8').trim().split('\n')).toHaveLength(1);
    await first.close();
    const second = await start();
    expect((await second.control('stats')).json['rows']).toMatchObject({ contact: 1, incident: 2 });
    await second.close();
  });

  it('is gone as a whole when its line was torn', async () => {
    const first = await start();
    await first.post('contacts', { lastname: 'A', incident_customer_contacts: [{ title: 'B' }] });
    await first.close();
    writeFileSync(log(), readFileSync(log(), 'utf8').slice(0, -10));
    const second = await start();
    expect((await second.control('stats')).json['rows']).toMatchObject({ contact: 0, incident: 0 });
    await second.close();
  });

  it('leaves nothing in the log or in the keys when it fails', async () => {
    const organization = await start();
    const failed = await organization.post('contacts', {
      cw_key: 'rolled-back',
      incident_customer_contacts: [{ title: 'x'.repeat(201) }],
    });
    expect(failed.status).toBe(400);
    expect(readFileSync(log(), 'utf8')).toBe('');
    expect((await organization.get("contacts(cw_key='rolled-back')")).status).toBe(404);
    const next = await organization.contact({ cw_key: 'rolled-back' });
    expect((await organization.get("contacts(cw_key='rolled-back')")).json).toMatchObject({
      contactid: next,
    });
    await organization.close();
  });
});
