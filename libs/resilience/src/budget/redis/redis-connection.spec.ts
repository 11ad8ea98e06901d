import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../../../../test/support/free-port.js';
import { hasRedis, needsRedis, RedisServer } from '../../../../../test/support/redis.js';
import { redisBudget } from '../budgets.js';

const owner = { environmentUrl: 'https://contoso.example', applicationUser: 'a user', processes: 2 };

/** Why a process does not start. */
const refusal = (redisUrl: string): Promise<Error> =>
  redisBudget({ ...owner, redisUrl, answerWithinMs: 300 }).then(
    () => expect.fail('It started.'),
    (error: Error) => error,
  );

describe('a service that shares its budget', () => {
  it('does not start where there is no Redis, and says where it looked', async () => {
    const port = await freePort();
    expect(await refusal(`redis://somebody:secret@127.0.0.1:${port}`)).toMatchObject({
      code: 'budget-store-unavailable',
      place: `127.0.0.1:${port}`,
      message: `The budget is shared by several processes, and its Redis at 127.0.0.1:${port} cannot be used: connect ECONNREFUSED 127.0.0.1:${port}.`,
      cause: { code: 'ECONNREFUSED' },
    });
  });
});

describe.skipIf(!hasRedis)(`a service that shares its budget ${needsRedis}`, () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await RedisServer.start('--requirepass', 'the right one');
  });
  afterEach(() => redis.goOn());
  afterAll(() => redis.close());

  it.each([
    ['with a wrong password', () => redis.url.replace('//', '//:a%20wrong%20one@')],
    ['without the password', () => redis.url],
  ])('does not start %s, and keeps what it was given to itself', async (_, url) => {
    const error = await refusal(url());
    expect(error).toMatchObject({
      code: 'budget-store-unavailable',
      message: expect.stringContaining('it does not accept the user name and password.'),
    });
    expect(inspect(error, { depth: 9 })).not.toContain('a wrong one');
  });

  it('does not start when Redis hangs', async () => {
    redis.hang();
    expect(await refusal(redis.url.replace('//', '//:the%20right%20one@'))).toMatchObject({
      code: 'budget-store-unavailable',
      message: expect.stringContaining('it does not answer.'),
    });
  });

  it('starts with the password', async () => {
    const redisUrl = redis.url.replace('//', '//:the%20right%20one@');
    const budget = await redisBudget({ ...owner, redisUrl });
    await budget.close();
  });
});
