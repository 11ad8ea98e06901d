import { describe, expect, it } from 'vitest';
import { DataverseError, TokenError, TransportError } from '#lib/dataverse';
import { inWords } from './failures.js';
import { readSettings } from './settings.js';

const standIn = readSettings({});
const real = {
  ...standIn,
  url: 'https://contoso.crm4.dynamics.com',
  clientSecret: 'hunter2',
  isStandIn: false,
};

const wordsOf = (error: unknown, settings = real) => (inWords(error, settings) as Error).message;

const refusal = (status: number, code: DataverseError['code'], dataverseCode: string) =>
  new DataverseError('who-am-i', {
    status,
    code,
    dataverseCode,
    retry: 'never',
    retryAfterMs: undefined,
    column: undefined,
  });

const refused = new TransportError('connection-refused', 'not-sent');
const noToken = new TokenError('token-unavailable', undefined, undefined);
const wrongSecret = new TokenError('token-refused', 'AADSTS7000215', 401);

describe('a failure of the dataverse command', () => {
  it.each([
    ['a stand-in that is not there', refused, standIn, 'npm start'],
    ['no Entra ID stand-in', noToken, standIn, 'npm start'],
    ['an environment that is not there', refused, real, 'Check DATAVERSE_URL'],
    ['no Entra ID', noToken, real, 'ENTRA_AUTHORITY'],
    ['a wrong secret', wrongSecret, real, 'DATAVERSE_CLIENT_SECRET'],
    ['a 401', refusal(401, 'not-authenticated', ''), real, 'does not believe the token (401)'],
    [
      'an application that is no user',
      refusal(403, 'not-permitted', '0x80072560'),
      real,
      'no application user',
    ],
    ['a missing role', refusal(403, 'not-permitted', '0x80040220'), real, 'security role'],
  ] as const)('tells what to check: %s', (_, error, settings, words) => {
    expect(wordsOf(error, settings)).toContain(words);
    expect(wordsOf(error, settings)).not.toContain(settings.clientSecret);
  });

  it('that is another stays as it is', () => {
    const error = new Error('There is no table x.');
    expect(inWords(error, real)).toBe(error);
    const busy = refusal(503, 'unavailable', '');
    expect(inWords(busy, real)).toBe(busy);
  });
});
