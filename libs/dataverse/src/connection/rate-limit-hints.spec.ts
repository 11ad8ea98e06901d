import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerOf, requestOf, scripted } from '#lib/http/testing';
import { DataverseConnection } from './dataverse-connection.js';
import { rateLimitHints } from './rate-limit-hints.js';

const headers = {
  'x-ms-ratelimit-burst-remaining-xrm-requests': '5999',
  'x-ms-ratelimit-time-remaining-xrm-requests': '1,200.00',
  'x-ms-dop-hint': '48',
};
const hints = { requestsRemaining: 5_999, executionSecondsRemaining: 1_200, recommendedConcurrency: 48 };

describe('rateLimitHints', () => {
  it('reads what Dataverse sends', () => {
    expect(rateLimitHints(headers)).toEqual(hints);
    expect(rateLimitHints({ 'x-ms-ratelimit-time-remaining-xrm-requests': '1,199.97' })).toEqual({
      executionSecondsRemaining: 1_199.97,
    });
    expect(rateLimitHints({})).toEqual({});
  });

  it.each(['', 'NaN', '-1', '1e9', '1,2', '12,00', '5999, 5999', '1.200,00', '0x30', '1'.repeat(400)])(
    'leaves out "%s"',
    (text) => expect(rateLimitHints({ 'x-ms-dop-hint': text })).toEqual({}),
  );

  it('bears whatever stands in a header', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const [value] = Object.values(rateLimitHints({ 'x-ms-dop-hint': text })) as number[];
        return value === undefined || (Number.isFinite(value) && value >= 0);
      }),
    );
  });
});

describe('DataverseConnection.health', () => {
  it('shows the hints that came last, and keeps them when an answer has none', async () => {
    const transport = scripted(answerOf(200), answerOf(200, { headers }), answerOf(200));
    const options = { url: 'https://contoso.crm4.dynamics.com', tokens: { getToken: async () => 'token' } };
    const connection = new DataverseConnection(options, transport);
    const seen = [];
    for (let call = 0; call < 3; call += 1) {
      await connection.send(requestOf());
      seen.push(connection.health().hints);
    }
    await connection.close();
    expect(seen).toEqual([undefined, hints, hints]);
  });
});
