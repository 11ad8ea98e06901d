import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { badChanges, badReadings, given } from '../../test/bad-metadata-requests.js';
import { TestOrganization } from '../../test/organization.js';

describe('a bad request to the metadata endpoints', () => {
  let organization: TestOrganization;
  let before: string;
  const picture = async () =>
    (await organization.get('EntityDefinitions?$expand=Attributes,Keys,ManyToOneRelationships')).text;

  beforeAll(async () => {
    organization = await TestOrganization.start({ schema: 'standard' });
    for (const { path, body } of given) expect((await organization.post(path, body)).status).toBe(204);
    await organization.control('clock', { advanceSeconds: 10 });
    before = await picture();
  });
  afterAll(() => organization.close());

  it.each([...badReadings, ...badChanges].map((request) => [request.what, request] as const))(
    'is refused: %s',
    async (_, { method, path, body, headers, status, code }) => {
      const reply = await organization.ask(method, path, {
        ...(body !== undefined && { body }),
        ...(headers && { headers }),
      });
      expect([reply.status, reply.error?.code, reply.error?.message]).toEqual([
        status,
        code,
        expect.any(String),
      ]);
    },
  );

  it('changes nothing', async () => {
    expect(await picture()).toBe(before);
  });
});
