import { describe, expect, it } from 'vitest';
import { entraDefaults } from '../../stand-ins/entra/src/index.js';
import { readSettings } from './settings.js';

const { administrator } = entraDefaults.clients;
const REAL = {
  DATAVERSE_URL: 'https://contoso.crm4.dynamics.com/',
  ENTRA_TENANT_ID: '11111111-2222-3333-4444-555555555555',
  DATAVERSE_CLIENT_ID: '66666666-7777-8888-9999-000000000000',
  DATAVERSE_CLIENT_SECRET: 'a secret',
};

describe('the settings of the dataverse command', () => {
  it('are those of the stand-ins when nothing is set', () => {
    expect(readSettings({ PATH: '/bin' })).toEqual({
      url: 'http://127.0.0.1:9010',
      authorityUrl: 'http://127.0.0.1:9030',
      tenantId: entraDefaults.tenantId,
      clientId: administrator.applicationId,
      clientSecret: administrator.secret,
      isStandIn: true,
    });
  });

  it('follow the stand-ins to other ports', () => {
    const { url, authorityUrl } = readSettings({ DATAVERSE_PORT: '9110', ENTRA_PORT: '9130' });
    expect([url, authorityUrl]).toEqual(['http://127.0.0.1:9110', 'http://127.0.0.1:9130']);
  });

  it('name a real environment in the public cloud', () => {
    expect(readSettings(REAL)).toMatchObject({
      url: 'https://contoso.crm4.dynamics.com',
      authorityUrl: 'https://login.microsoftonline.com',
      isStandIn: false,
    });
  });

  it.each(Object.keys(REAL))('are wrong when %s alone is missing, and never become the stand-ins', (name) => {
    expect(() => readSettings({ ...REAL, [name]: undefined })).toThrow(`${name}: must be set`);
  });
});
