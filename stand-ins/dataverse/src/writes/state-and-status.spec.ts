import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestOrganization } from '../../test/organization.js';

/** CE/entities/incident.md: statecode and statuscode. */
describe('state and status', () => {
  let organization: TestOrganization;
  beforeAll(async () => void (organization = await TestOrganization.start()));
  afterAll(() => organization.close());

  const stateOf = async (id: string) => {
    const { json } = await organization.get(`incidents(${id})?$select=statecode,statuscode`);
    return [json['statecode'], json['statuscode']];
  };

  it('begin with the default of the first state', async () => {
    expect(await stateOf(await organization.incident())).toEqual([0, 1]);
  });

  it('take the default status of the new state when none is given', async () => {
    const id = await organization.incident({ statuscode: 3 });
    expect(await stateOf(id)).toEqual([0, 3]);
    await organization.patch(`incidents(${id})`, { statecode: 2 });
    expect(await stateOf(id)).toEqual([2, 6]);
    await organization.patch(`incidents(${id})`, { statecode: 0 });
    expect(await stateOf(id)).toEqual([0, 1]);
  });

  it('stay when an update does not name them', async () => {
    const id = await organization.incident({ statuscode: 2 });
    await organization.patch(`incidents(${id})`, { title: 'B', statecode: 0 });
    expect(await stateOf(id)).toEqual([0, 2]);
  });

  it('are refused when they do not match', async () => {
    const id = await organization.incident();
    for (const pair of [{ statuscode: 5 }, { statecode: 2, statuscode: 1 }]) {
      const { status, error } = await organization.patch(`incidents(${id})`, pair);
      expect([status, error?.code]).toEqual([400, '0x80048408']);
      expect(error?.message).toContain('is not a valid status code for state code IncidentState.');
    }
    expect(await stateOf(id)).toEqual([0, 1]);
  });

  it('are refused when the table does not know them', async () => {
    const id = await organization.incident();
    expect((await organization.patch(`incidents(${id})`, { statecode: 7 })).error?.code).toBe('0x8004431a');
  });

  it('resolve no case by themselves: there is a message for that', async () => {
    const id = await organization.incident();
    const { status, error } = await organization.patch(`incidents(${id})`, { statecode: 1, statuscode: 5 });
    expect([status, error?.message]).toEqual([
      400,
      'This message can not be used to set the state of incident to Resolved. In order to set state of incident to Resolved, use the CloseIncidentRequest message instead.',
    ]);
    expect(await stateOf(id)).toEqual([0, 1]);
  });

  it('keep a cancelled case as it is until it is taken up again', async () => {
    const id = await organization.incident();
    await organization.patch(`incidents(${id})`, { statecode: 2, statuscode: 6 });
    const refused = await organization.patch(`incidents(${id})`, { title: 'Changed' });
    expect([refused.status, refused.error?.code]).toEqual([400, '0x800404cf']);
    expect((await organization.patch(`incidents(${id})`, { statecode: 0, title: 'Changed' })).status).toBe(
      204,
    );
    expect(await stateOf(id)).toEqual([0, 1]);
  });

  it('deactivate a contact', async () => {
    const id = await organization.contact();
    await organization.patch(`contacts(${id})`, { statecode: 1 });
    expect((await organization.get(`contacts(${id})`)).json).toMatchObject({ statecode: 1, statuscode: 2 });
  });
});
