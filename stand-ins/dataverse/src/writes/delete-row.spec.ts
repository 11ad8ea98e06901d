import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestOrganization } from '../../test/organization.js';

/** PAD/configure-entity-relationship-cascading-behavior.md, and the relationships on the table pages of incident and contact. */
describe('a row that others refer to', () => {
  let organization: TestOrganization;
  beforeAll(async () => void (organization = await TestOrganization.start()));
  afterAll(() => organization.close());

  const statusOf = async (path: string) => (await organization.get(path)).status;

  it('takes its cases, their notes and their resolutions along (cascade)', async () => {
    const contact = await organization.contact();
    const incident = await organization.incident({
      'customerid_contact@odata.bind': `/contacts(${contact})`,
    });
    const note = await organization.insert('annotations', 'annotationid', {
      'objectid_incident@odata.bind': `/incidents(${incident})`,
    });
    const IncidentResolution = { subject: 'Done', 'incidentid@odata.bind': `/incidents(${incident})` };
    await organization.post('CloseIncident', { IncidentResolution, Status: 5 });
    expect((await organization.delete(`contacts(${contact})`)).status).toBe(204);
    expect(await statusOf(`incidents(${incident})`)).toBe(404);
    expect(await statusOf(`annotations(${note})`)).toBe(404);
    expect((await organization.control('rows/incidentresolution')).json['count']).toBe(0);
  });

  it('is let go by those that can do without it (removeLink), also by a closed case', async () => {
    const contact = await organization.contact();
    const bound = { 'primarycontactid@odata.bind': `/contacts(${contact})` };
    const account = await organization.insert('accounts', 'accountid', bound);
    const incident = await organization.incident(bound);
    await organization.patch(`incidents(${incident})`, { statecode: 2 });
    expect((await organization.delete(`contacts(${contact})`)).status).toBe(204);
    for (const path of [`accounts(${account})`, `incidents(${incident})`])
      expect((await organization.get(path)).json['_primarycontactid_value']).toBeNull();
  });

  it('takes along rows that refer to each other', async () => {
    const first = await organization.contact();
    const second = await organization.contact({
      'parentcustomerid_contact@odata.bind': `/contacts(${first})`,
    });
    await organization.patch(`contacts(${first})`, {
      'parentcustomerid_contact@odata.bind': `/contacts(${second})`,
    });
    expect((await organization.delete(`contacts(${first})`)).status).toBe(204);
    expect(await statusOf(`contacts(${second})`)).toBe(404);
  });
});

/** PAD/reference/web-service-error-codes.md, CannotDeleteDueToAssociation; status: PAD/webapi/compose-http-requests-handle-errors.md */
describe('a row that may not go while others refer to it (restrict)', () => {
  const SCHEMA = `
tables:
  office: { entitySet: offices, primaryId: officeid, columns: { name: { type: string, length: 50 } } }
  room:
    entitySet: rooms
    primaryId: roomid
    columns:
      officeid:
        type: lookup
        targets: { office: { property: officeid, relationship: office_rooms, onDelete: cascade } }
  booking:
    entitySet: bookings
    primaryId: bookingid
    columns:
      roomid: { type: lookup, targets: { room: { property: roomid, relationship: room_bookings, onDelete: restrict } } }
`;
  let directory: string;
  let organization: TestOrganization;
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'schema-'));
    const schemaFile = join(directory, 'schema.yaml');
    writeFileSync(schemaFile, SCHEMA);
    organization = await TestOrganization.start({ schemaFile });
  });
  afterAll(async () => {
    await organization.close();
    rmSync(directory, { recursive: true });
  });

  it('stays, and with it everything that would have gone along', async () => {
    const office = await organization.insert('offices', 'officeid', { name: 'A' });
    const rooms = [1, 2].map(() =>
      organization.insert('rooms', 'roomid', { 'officeid@odata.bind': `/offices(${office})` }),
    );
    const [, room] = await Promise.all(rooms);
    const booking = await organization.insert('bookings', 'bookingid', {
      'roomid@odata.bind': `/rooms(${room})`,
    });
    const refused = await organization.delete(`offices(${office})`);
    expect([refused.status, refused.error]).toEqual([
      405,
      {
        code: '0x80040227',
        message: 'The object you tried to delete is associated with another object and cannot be deleted.',
      },
    ]);
    expect((await organization.control('stats')).json['rows']).toMatchObject({
      office: 1,
      room: 2,
      booking: 1,
    });
    await organization.delete(`bookings(${booking})`);
    expect((await organization.delete(`offices(${office})`)).status).toBe(204);
    expect((await organization.control('stats')).json['rows']).toMatchObject({
      office: 0,
      room: 0,
      booking: 0,
    });
  });
});
