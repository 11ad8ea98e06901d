import { describe, expect, it } from 'vitest';
import { bearerTokenPolicy } from './bearer-token.policy.js';
import { answerOf, requestOf, scripted } from './scripted-transport.js';

describe('bearerTokenPolicy', () => {
  it('signs with the token', async () => {
    const transport = scripted(answerOf(200));
    await bearerTokenPolicy({ getToken: async () => 'abc' }).send(
      requestOf({ headers: { accept: 'x' } }),
      transport,
    );
    expect(transport.requests[0]?.headers).toEqual({ accept: 'x', authorization: 'Bearer abc' });
  });

  it('asks for a new token when the last one was refused, and passes the signal on', async () => {
    const asked: unknown[] = [];
    const { signal } = new AbortController();
    const tokens = { getToken: async (options: unknown) => (asked.push(options), 'abc') };
    await bearerTokenPolicy(tokens).send(requestOf({ renewToken: true, signal }), scripted(answerOf(200)));
    expect(asked).toEqual([{ renew: true, signal }]);
  });

  it('sends nothing without a token', async () => {
    const transport = scripted(answerOf(200));
    const tokens = { getToken: () => Promise.reject(new Error('no token')) };
    await expect(bearerTokenPolicy(tokens).send(requestOf(), transport)).rejects.toThrow('no token');
    expect(transport.requests).toHaveLength(0);
  });
});
