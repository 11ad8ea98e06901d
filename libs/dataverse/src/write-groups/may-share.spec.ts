import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { HttpRequest } from '#lib/http';
import { requestOf } from '#lib/http/testing';
import { mayShare, shareKeyOf } from './may-share.js';

const root = 'https://contoso.crm4.dynamics.com/api/data/v9.2/';
const write = (path: string, rest: Partial<HttpRequest> = {}) =>
  requestOf({ method: 'POST', url: root + path, body: '{}', ...rest });

describe('sharing a request', () => {
  it.each([
    'contacts',
    'contacts?$select=email',
    'contacts(0a0a0a0a-0000-0000-0000-000000000001)',
    "cw_assets(cw_key='ab')?tag=load",
    'contacts(1)/cw_assets/$ref',
    'contacts(1)/parentcustomerid_account/$ref?$id=1',
    'contacts(1)/cw_assets(2)/$ref',
  ])('is for rows and links: %s', (path) => {
    expect(mayShare(write(path), root)).toBe(true);
  });

  it.each([
    'CloseIncident',
    'contacts/Microsoft.Dynamics.CRM.CreateMultiple',
    'contacts(1)/Microsoft.Dynamics.CRM.cw_Move',
    'EntityDefinitions',
    '$batch',
    'contacts(1)/firstname',
    'contacts(a b)',
    'contacts(Ü)',
  ])('is not for messages, definitions, batches and what cannot stand in one: %s', (path) => {
    expect(mayShare(write(path), root)).toBe(false);
  });

  it.each<[string, Partial<HttpRequest>]>([
    ['a read', { method: 'GET' }],
    ['what holds several operations', { operations: 3 }],
    ['a body that is no text', { body: Readable.from(['{}']) }],
    ['an answer that is to be a stream', { stream: true }],
    ['a header that ends its line', { headers: { prefer: 'a\r\nx: y' } }],
    ['another environment', { url: 'https://fabrikam.crm4.dynamics.com/api/data/v9.2/contacts' }],
  ])('is not for %s', (_, rest) => {
    expect(mayShare(write('contacts', rest), root)).toBe(false);
  });

  it('is among writes of one lane, for one person, of one consistency', () => {
    const keys = [
      write('contacts'),
      write('contacts', { lane: 'event' }),
      write('contacts', { headers: { callerobjectid: '1' } }),
      write('contacts', { headers: { callerobjectid: '2' } }),
      write('contacts', { headers: { consistency: 'Strong' } }),
    ].map(shareKeyOf);
    expect(new Set(keys).size).toBe(5);
    expect(shareKeyOf(write('accounts', { repeatable: false, headers: { prefer: 'x' } }))).toBe(keys[0]);
  });
});
