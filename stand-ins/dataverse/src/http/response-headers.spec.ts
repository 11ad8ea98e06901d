import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestOrganization } from '../../test/organization.js';

/** The dump of a real response: PAD/webapi/use-ps-and-vscode-web-api.md. */
describe('the headers of every response', () => {
  let organization: TestOrganization;
  beforeAll(async () => void (organization = await TestOrganization.start()));
  afterAll(() => organization.close());

  it('name the request twice, as service request and as REQ_ID', async () => {
    const { headers } = await organization.get('WhoAmI()');
    const id = headers.get('req_id') ?? '';
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get('x-ms-service-request-id')).toMatch(new RegExp(`^[0-9a-f-]{36}, ${id}$`));
  });

  it('write the time left with a comma and two decimals', async () => {
    const { headers } = await organization.get('WhoAmI');
    // Less what the requests before it have really taken.
    expect(headers.get('x-ms-ratelimit-time-remaining-xrm-requests')).toMatch(/^1,(199|200)\.\d\d$/);
    expect(headers.get('x-ms-dop-hint')).toBe('48');
  });

  it('count the requests left down', async () => {
    const left = async () =>
      Number((await organization.get('WhoAmI')).headers.get('x-ms-ratelimit-burst-remaining-xrm-requests'));
    expect((await left()) - (await left())).toBe(1);
  });

  it('carry OData 4.0 and the media type on success and on error alike', async () => {
    for (const path of ['contacts', 'nothings']) {
      const { headers } = await organization.get(path);
      expect(headers.get('odata-version')).toBe('4.0');
      expect(headers.get('content-type')).toBe('application/json; odata.metadata=minimal');
    }
  });
});
