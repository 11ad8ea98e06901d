import { describe, expect, it } from 'vitest';
import { answerOf } from '#lib/http/testing';
import { type Bypass, optionHeaders, type WriteOptions } from './call-options.js';
import { contactTable } from '../tables/contact.table.js';
import { scriptedClient } from '../testing.js';

const person = '0a0a0a0a-0000-0000-0000-000000000001';
const steps = ['0b0b0b0b-0000-0000-0000-000000000002', '0C0C0C0C-0000-0000-0000-000000000003'];

describe('optionHeaders', () => {
  it.each<[WriteOptions, Record<string, string>]>([
    [{}, {}],
    [{ onBehalfOf: person.toUpperCase() }, { callerobjectid: person }],
    [{ consistency: 'strong' }, { consistency: 'Strong' }],
    [{ detectDuplicates: true }, { 'mscrm.suppressduplicatedetection': 'false' }],
    [{ detectDuplicates: false }, {}],
    [{ suppressFlows: true }, { 'mscrm.suppresscallbackregistrationexpanderjob': 'true' }],
    [{ suppressFlows: false }, {}],
    [{ solution: 'Causeway' }, { 'mscrm.solutionuniquename': 'Causeway' }],
    [{ bypass: 'custom-plug-ins' }, { 'mscrm.bypasscustompluginexecution': 'true' }],
    [{ bypass: { logic: ['sync'] } }, { 'mscrm.bypassbusinesslogicexecution': 'CustomSync' }],
    [
      { bypass: { logic: ['sync', 'async'] } },
      { 'mscrm.bypassbusinesslogicexecution': 'CustomSync,CustomAsync' },
    ],
    [{ bypass: { steps } }, { 'mscrm.bypassbusinesslogicexecutionstepids': steps.join(',').toLowerCase() }],
  ])('says %j', (options, headers) => {
    expect(optionHeaders(options)).toEqual(headers);
  });

  it.each<[WriteOptions]>([
    [{ onBehalfOf: 'mary@example.org' }],
    [{ solution: 'a\r\nx: y' }],
    [{ bypass: { logic: [] } }],
    [{ bypass: { logic: ['both'] } as unknown as Bypass }],
    [{ bypass: { steps: [] } }],
    [{ bypass: { steps: ['x'] } }],
  ])('refuses %j', (options) => {
    expect(() => optionHeaders(options)).toThrow(TypeError);
  });
});

describe('the options of a write', () => {
  it('travel with the call, the tag in the query', async () => {
    const { client, requests, said } = scriptedClient(answerOf(204));
    const options = { detectDuplicates: true, onBehalfOf: person, tag: 'a b&c' };
    await client.update(contactTable, person, { phone: '1' }, options);
    await client.upsert(contactTable, person, {}, { ...options, return: ['phone'] }).catch(() => undefined);
    expect(said().map(({ path }) => path)).toEqual([
      `contacts(${person})?tag=a b&c`,
      `contacts(${person})?$select=contactid,telephone1&tag=a b&c`,
    ]);
    expect(requests[0]?.url).toContain('?tag=a%20b%26c');
    expect(requests[0]?.headers).toMatchObject({
      callerobjectid: person,
      'mscrm.suppressduplicatedetection': 'false',
      'if-match': '*',
    });
  });

  it('are no options of a read', async () => {
    const { client } = scriptedClient(answerOf(404));
    // @ts-expect-error Reading starts no duplicate detection.
    const reading = client.retrieve(contactTable, person, { detectDuplicates: true });
    await expect(reading).rejects.toMatchObject({ code: 'unknown-resource' });
  });
});
