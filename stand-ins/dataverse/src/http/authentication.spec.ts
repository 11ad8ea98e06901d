import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { APPLICATION, applicationUsers, TestOrganization } from '../../test/organization.js';

/** developer/data-platform/authenticate-oauth and webapi/compose-http-requests-handle-errors, "Identify status codes". */
describe('who may call', () => {
  let organization: TestOrganization;
  beforeAll(async () => void (organization = await TestOrganization.start()));
  afterAll(() => organization.close());

  const whoAmI = (authorization: string) => organization.get('WhoAmI', { Authorization: authorization });

  it('believes a token of the tenant for this organisation', async () => {
    const reply = await whoAmI(`Bearer ${await organization.token()}`);
    expect(reply.status).toBe(200);
    expect(reply.json['UserId']).toBe(applicationUsers[APPLICATION]);
  });

  it('takes an audience with a slash at its end for the same', async () => {
    const token = await organization.sign({ aud: `${organization.url}/` });
    expect((await whoAmI(`Bearer ${token}`)).status).toBe(200);
  });

  it.each([
    ['no token', () => ''],
    ['another scheme', () => 'Basic dXNlcjpzZWNyZXQ='],
    ['something that is no token', () => 'Bearer abc'],
    ['an expired token', () => organization.sign({ lifetime: -1 })],
    ['a token for another organisation', () => organization.sign({ aud: 'https://other.crm.dynamics.com' })],
    ['a token of another tenant', () => organization.sign({ iss: 'https://sts.windows.net/other/' })],
    ['a forged token', () => organization.sign({ forged: true })],
  ])('refuses %s with 401 and says where tokens come from', async (_, authorization) => {
    const given = await authorization();
    const reply = await whoAmI(given.includes('.') ? `Bearer ${given}` : given);
    expect(reply.status).toBe(401);
    expect(reply.headers.get('www-authenticate')).toContain(
      'Bearer authorization_uri=https://login.microsoftonline.com/',
    );
    expect(reply.error?.code).toMatch(/^0x/);
  });

  it('refuses an application that is no user of the organisation with 403', async () => {
    const reply = await organization.ask('GET', 'WhoAmI', {
      application: 'c1100000-0000-4000-8000-00000000dead',
    });
    expect(reply.status).toBe(403);
    expect(reply.error).toEqual({
      code: '0x80072560',
      message: 'The user is not a member of the organization.',
    });
  });

  it('stops believing a token that it has believed once the token has expired', async () => {
    const own = await TestOrganization.start();
    const token = await own.sign({ lifetime: 60 });
    const ask = () => own.get('WhoAmI', { Authorization: `Bearer ${token}` });
    expect((await ask()).status).toBe(200);
    await own.control('clock', { advanceSeconds: 61 });
    expect((await ask()).status).toBe(401);
    await own.close();
  });
});
