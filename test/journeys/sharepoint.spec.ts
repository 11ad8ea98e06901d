import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ask, Causeway } from '../support/causeway.js';
import { smallCase } from '../support/sample-case.js';

describe('sharepoint', () => {
  let causeway: Causeway;

  beforeAll(async () => {
    causeway = await Causeway.start();
    await causeway.startSharepoint();
  });
  afterAll(() => causeway.close());

  const known = (reference: unknown) =>
    vi.waitFor(
      async () => {
        const answer = await causeway.getDocuments(String(reference));
        expect(answer.status).toBe(200);
        return answer;
      },
      { timeout: 15_000, interval: 50 },
    );

  it('knows a case as soon as it is registered, by the number that its sender was told', async () => {
    const { body } = await causeway.post(smallCase());
    const answer = await known(body['reference']);
    expect(answer.body).toEqual({ reference: body['reference'], ticketNumber: body['ticketNumber'] });
  });

  it('hears of the cases that were registered while it was down', async () => {
    await causeway.stopSharepoint();
    const answers = await Promise.all(Array.from({ length: 5 }, () => causeway.post(smallCase())));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    await causeway.startSharepoint();
    for (const { body } of answers)
      expect((await known(body['reference'])).body['ticketNumber']).toBe(body['ticketNumber']);
  });

  it("does not know another consumer's case", async () => {
    const { body } = await causeway.post(smallCase(), { client: 'partner' });
    expect(body['state']).toBe('registered');
    const mine = await causeway.post(smallCase());
    await known(mine.body['reference']);
    expect(await causeway.getDocuments(String(body['reference']))).toMatchObject({
      status: 404,
      body: { code: 'not-found' },
    });
  });

  it.each([
    ['a caller without the role', 'partner', 'causeway-documents', 403],
    ["the intake's token", 'website', 'causeway-intake', 401],
  ] as const)('refuses %s', async (_, client, api, status) => {
    const authorization = `Bearer ${await causeway.entra.token(client, api)}`;
    const url = `${causeway.sharepointUrl}/documents/v1/cases/CW-0000-0000-0000`;
    expect((await ask(url, { headers: { authorization } })).status).toBe(status);
  });

  it('finds nothing under a reference that is none', async () => {
    for (const reference of ['x', '%00', encodeURIComponent(`' or '1'='1`), '%F0%9F%9A%A7', '..%2f'])
      expect((await causeway.getDocuments(reference)).status).toBe(404);
  });
});
