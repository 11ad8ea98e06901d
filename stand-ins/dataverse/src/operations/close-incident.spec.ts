import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestOrganization } from '../../test/organization.js';

/** learn.microsoft.com, Web API reference: CloseIncident action; table page of incident: status of the state Resolved. */
describe('closing a case', () => {
  let organization: TestOrganization;
  beforeAll(async () => void (organization = await TestOrganization.start()));
  afterAll(() => organization.close());

  const close = (incident: string, Status: unknown = 5, more: Record<string, unknown> = {}) =>
    organization.post('CloseIncident', {
      IncidentResolution: {
        '@odata.type': 'Microsoft.Dynamics.CRM.incidentresolution',
        subject: 'Solved',
        'incidentid@odata.bind': `/incidents(${incident})`,
        ...more,
      },
      Status,
    });
  const stateOf = async (id: string) => {
    const { json } = await organization.get(`incidents(${id})?$select=statecode,statuscode`);
    return [json['statecode'], json['statuscode']];
  };
  const resolutionsOf = async (id: string) =>
    (await organization.get(`incidentresolutions?$filter=_incidentid_value%20eq%20${id}`)).value;

  it('by CloseIncident resolves it and leaves an activity that says how', async () => {
    const id = await organization.incident();
    const reply = await close(id, 5, { description: 'The lamp was replaced', timespent: 60 });
    expect([reply.status, reply.text]).toEqual([204, '']);
    expect(await stateOf(id)).toEqual([1, 5]);
    expect(await resolutionsOf(id)).toMatchObject([
      { subject: 'Solved', description: 'The lamp was replaced', timespent: 60, statecode: 1, statuscode: 2 },
    ]);
  });

  it('by ResolveIncident, as the app in the browser does it, is the same', async () => {
    const id = await organization.incident();
    const reply = await organization.post('ResolveIncident?tag=abortbpf', {
      IncidentId: { incidentid: id, '@odata.type': 'Microsoft.Dynamics.CRM.incident' },
      Status: 1000,
      BillableTime: 5,
      Resolution: 'Told how',
      Remarks: '',
    });
    expect(reply.status).toBe(204);
    expect(await stateOf(id)).toEqual([1, 1000]);
    expect(await resolutionsOf(id)).toMatchObject([{ subject: 'Told how', timespent: 5 }]);
  });

  it('a second time is refused, until it has been taken up again', async () => {
    const id = await organization.incident();
    await close(id);
    const again = await close(id);
    expect([again.status, again.error?.code]).toEqual([400, '0x800404cf']);
    expect(await resolutionsOf(id)).toHaveLength(1);
    await organization.patch(`incidents(${id})`, { statecode: 0, statuscode: 1 });
    expect((await close(id)).status).toBe(204);
  });

  it('needs a status of the state Resolved, and leaves no activity without one', async () => {
    const id = await organization.incident();
    const wrong = await close(id, 1);
    expect([wrong.status, wrong.error?.code]).toEqual([400, '0x80048408']);
    expect([await stateOf(id), await resolutionsOf(id)]).toEqual([[0, 1], []]);
  });

  it('that is not there is not found', async () => {
    const reply = await close(randomUUID());
    expect([reply.status, reply.error?.code]).toEqual([404, '0x80040217']);
    const IncidentId = { incidentid: randomUUID() };
    expect((await organization.post('ResolveIncident', { IncidentId, Status: 5 })).status).toBe(404);
  });

  it('by GET is refused', async () => {
    expect((await organization.get('CloseIncident')).status).toBe(405);
  });

  it.each([
    [{}],
    [{ Status: 5 }],
    [{ IncidentResolution: {}, Status: 5 }],
    [{ IncidentResolution: { subject: 'No case' }, Status: 5 }],
    [{ IncidentResolution: { nosuchcolumn: 1 }, Status: 5 }],
  ])('is refused for %j', async (body) => {
    expect((await organization.post('CloseIncident', body)).status).toBe(400);
  });

  it('needs a status that is a number', async () => {
    const id = await organization.incident();
    for (const status of ['5', null, 5.5]) expect((await close(id, status)).status).toBe(400);
  });
});
