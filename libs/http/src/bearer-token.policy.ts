import type { AccessTokenSource } from './access-token-source.js';
import type { ClientPolicy } from './http-call.js';

/** Signs each attempt; with a new token when the retry policy says that the last one was refused. */
export function bearerTokenPolicy(tokens: AccessTokenSource): ClientPolicy {
  return {
    name: 'bearer-token',
    send: async (request, next) => {
      const token = await tokens.getToken({ signal: request.signal, renew: request.renewToken });
      return next({ ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } });
    },
  };
}
