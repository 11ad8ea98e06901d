import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentedRefusals, otherRefusals } from '../../test/bad-queries.js';
import { TestOrganization } from '../../test/organization.js';

describe('a query that makes no sense', () => {
  let organization: TestOrganization;
  beforeAll(async () => void (organization = await TestOrganization.start()));
  afterAll(() => organization.close());

  it.each([...documentedRefusals, ...otherRefusals].map((bad) => [bad.query.slice(0, 100), bad] as const))(
    'is refused as the service does: %s',
    async (_, { query, status = 400, code, says = '' }) => {
      const reply = await organization.get(`incidents?${encodeURI(query)}`);
      expect([reply.status, reply.error?.code]).toEqual([status, code]);
      expect(reply.error?.message).toContain(says);
    },
  );
});
