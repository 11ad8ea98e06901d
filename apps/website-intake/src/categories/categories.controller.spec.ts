import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ServiceUnderTest } from '../../../../test/support/service-under-test.js';
import { startWebsiteIntake } from '../start.js';

describe('CategoriesController', () => {
  let intake: ServiceUnderTest;

  beforeAll(async () => {
    intake = await ServiceUnderTest.start(startWebsiteIntake, ({ audience, dataverseUrl }) => ({
      INTAKE_PORT: '0',
      INTAKE_AUDIENCE: audience,
      INTAKE_REPORTER_SECRET: 'the secret of this spec',
      INTAKE_CLIENT_ID: randomUUID(),
      INTAKE_CLIENT_SECRET: 'a secret',
      DATAVERSE_URL: dataverseUrl,
    }));
  });
  afterAll(() => intake.close());

  const getCategories = async (...roles: string[]) =>
    request(intake.url)
      .get('/cases/v1/categories')
      .set('authorization', `Bearer ${await intake.token('website', ...roles)}`);

  it('lists the categories in their order, and nothing of what they are in Dataverse', async () => {
    const { status, body } = await getCategories('Cases.Read');
    expect([status, body.length]).toEqual([200, 9]);
    expect(body[0]).toEqual({ code: 'roads', name: 'Roads and pavements' });
    expect(body.at(-1)).toEqual({ code: 'other', name: 'Something else' });
  });

  it('shows its categories to nobody without the role, and to nobody without a token', async () => {
    expect((await getCategories('Cases.Submit')).body.code).toBe('forbidden');
    const { status, body } = await request(intake.url).get('/cases/v1/categories');
    expect([status, body.code]).toEqual([401, 'unauthenticated']);
  });
});
