import { describe, expect, it } from 'vitest';
import { WebApi } from '#lib/dataverse';
import { refusalOf } from '#lib/dataverse/testing';
import { answerOf, scripted } from '#lib/http/testing';
import { assertConsent, type ConsentAsked } from './consent.js';
import { environmentKind } from './environment-kind.js';

const host = 'contoso-test.crm4.dynamics.com';
const consent = (rest: Partial<ConsentAsked> = {}) =>
  assertConsent({ host, kind: 'CustomerTest', allowed: undefined, plan: 'Rows.', ask: undefined, ...rest });

describe('the consent to write', () => {
  it('is given by the name of the environment, on the command line or on a terminal', async () => {
    await consent({ allowed: host });
    await consent({ allowed: host.toUpperCase(), kind: undefined });
    await consent({ ask: async () => ` ${host}\n` });
  });

  it.each([
    ['nobody is there to ask', {}, `say --allow-writes ${host}`],
    ['another environment is named', { allowed: 'contoso.crm4.dynamics.com' }, 'not what was named'],
    ['a person says no', { ask: async () => 'no' }, 'not what was named'],
    ['people work there', { allowed: host, kind: 'Secondary' }, 'people work in (Secondary)'],
    ['it is the primary one', { allowed: host, kind: 'Customer' }, 'people work in (Customer)'],
  ])('is not given when %s', async (_, asked, words) => {
    await expect(consent(asked)).rejects.toThrow(words);
  });
});

describe('the kind of an environment', () => {
  const kindIn = (...steps: Parameters<typeof scripted>) =>
    environmentKind(new WebApi(`https://${host}`, scripted(...steps)));
  const told = (kind: unknown) =>
    answerOf(200, { body: JSON.stringify({ Detail: { OrganizationType: kind } }) });

  it('is what Dataverse says, by name or by number', async () => {
    expect(await kindIn(told('CustomerTest'))).toBe('CustomerTest');
    expect(await kindIn(told(0))).toBe('Customer');
    expect(await kindIn(told(5))).toBe('5');
  });

  it('is not known where it does not tell us', async () => {
    expect(await kindIn(refusalOf(403, '0x80040220'))).toBeUndefined();
    expect(await kindIn(answerOf(200, { body: '{}' }))).toBeUndefined();
    await expect(kindIn(refusalOf(503, '0x0'))).rejects.toThrow();
  });
});
