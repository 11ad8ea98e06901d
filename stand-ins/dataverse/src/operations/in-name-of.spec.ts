import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  APPLICATION,
  applicationUsers,
  OTHER_APPLICATION,
  TestOrganization,
} from '../../test/organization.js';

const PERSON = { systemUserId: randomUUID(), entraObjectId: randomUUID(), fullName: 'Impersonated User' };
const GONE = { systemUserId: randomUUID(), entraObjectId: randomUUID(), fullName: 'Gone', disabled: true };

/** PAD/webapi/impersonate-another-user-web-api.md */
describe('a request in another name', () => {
  let organization: TestOrganization;
  beforeAll(async () => {
    organization = await TestOrganization.start({
      users: [PERSON, GONE],
      privileges: { [APPLICATION.toUpperCase()]: ['prvActOnBehalfOfAnotherUser'] },
    });
  });
  afterAll(() => organization.close());

  it.each([
    ['CallerObjectId', PERSON.entraObjectId.toUpperCase()],
    ['MSCRMCallerID', PERSON.systemUserId],
  ])('by %s makes the row that user’s, and says who did it', async (header, value) => {
    const accountid = randomUUID();
    const body = { accountid, name: 'Sample Account created using impersonation' };
    expect((await organization.post('accounts', body, { [header]: value })).status).toBe(204);
    expect((await organization.get(`accounts(${accountid})`)).json).toMatchObject({
      _createdby_value: PERSON.systemUserId,
      _modifiedby_value: PERSON.systemUserId,
      _ownerid_value: PERSON.systemUserId,
      _createdonbehalfby_value: applicationUsers[APPLICATION],
    });
    await organization.patch(`accounts(${accountid})`, { name: 'Changed by itself' });
    expect((await organization.get(`accounts(${accountid})`)).json).toMatchObject({
      _createdonbehalfby_value: applicationUsers[APPLICATION],
      _modifiedby_value: applicationUsers[APPLICATION],
      _modifiedonbehalfby_value: null,
    });
  });

  it('is answered to that user', async () => {
    const { json } = await organization.get('WhoAmI', { CallerObjectId: PERSON.entraObjectId });
    expect(json['UserId']).toBe(PERSON.systemUserId);
  });

  it('needs the privilege', async () => {
    const headers = { CallerObjectId: PERSON.entraObjectId };
    const reply = await organization.ask('GET', 'accounts', { headers, application: OTHER_APPLICATION });
    expect([reply.status, reply.error]).toEqual([
      403,
      { code: '0x8004a110', message: 'User does not have the privilege to act on behalf another user.' },
    ]);
  });

  it.each([
    [{ CallerObjectId: randomUUID() }, 403, '0x80072560'],
    [{ MSCRMCallerID: randomUUID() }, 404, '0x80040217'],
    [{ MSCRMCallerID: GONE.systemUserId }, 403, '0x80040225'],
    [{ CallerObjectId: 'nobody' }, 400, '0x0'],
  ])('needs a user: %j', async (headers, status, code) => {
    const reply = await organization.get('accounts', headers as Record<string, string>);
    expect([reply.status, reply.error?.code]).toEqual([status, code]);
  });

  it('shows its users with their object ids in Entra ID', async () => {
    const { json } = await organization.get(`systemusers(${PERSON.systemUserId})`);
    expect(json).toMatchObject({
      azureactivedirectoryobjectid: PERSON.entraObjectId,
      fullname: PERSON.fullName,
    });
  });
});

/** PAD/bypass-custom-business-logic.md, PAD/optional-parameters.md */
describe('headers that switch off business logic', () => {
  let organization: TestOrganization;
  beforeAll(async () => {
    organization = await TestOrganization.start({
      privileges: { [APPLICATION]: ['prvBypassCustomPlugins', 'prvBypassCustomBusinessLogic'] },
    });
  });
  afterAll(() => organization.close());

  const steps = (count: number) => Array.from({ length: count }, () => randomUUID()).join(',');
  it.each([
    [{ 'MSCRM.BypassCustomPluginExecution': 'true' }, 204, 403],
    [{ 'MSCRM.BypassBusinessLogicExecution': 'CustomSync,CustomAsync' }, 204, 403],
    [{ 'MSCRM.BypassBusinessLogicExecutionStepIds': steps(3) }, 204, 403],
    [{ 'MSCRM.BypassBusinessLogicExecutionStepIds': steps(4) }, 400, 403],
    [{ 'MSCRM.BypassBusinessLogicExecution': 'Everything' }, 400, 403],
    [{ 'MSCRM.BypassCustomPluginExecution': 'false' }, 204, 204],
    [{ 'MSCRM.SuppressCallbackRegistrationExpanderJob': 'true' }, 204, 204],
  ])('%j: %d for who may, %d for others', async (headers, allowed, others) => {
    const ask = { body: { lastname: 'A' }, headers: headers as Record<string, string> };
    expect((await organization.ask('POST', 'contacts?tag=a', ask)).status).toBe(allowed);
    const other = await organization.ask('POST', 'contacts?tag=a', {
      ...ask,
      application: OTHER_APPLICATION,
    });
    expect(other.status).toBe(others);
  });
});
