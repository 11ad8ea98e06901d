import { describe, expect, it } from 'vitest';
import { answerOf } from '#lib/http/testing';
import { dataverseErrorOf, isDatabaseBusy } from './dataverse-error.js';
import { incidentTable } from '../tables/incident.table.js';

const body = (code: string, message = 'Some text') => JSON.stringify({ error: { code, message } });
const errorOf = (status: number, text: string, headers = {}) =>
  dataverseErrorOf('incident.create', answerOf(status, { body: text, headers }), 0, incidentTable);

describe('dataverseErrorOf', () => {
  it.each([
    [412, '0x80040237', 'duplicate-row', 'never'],
    [412, '0x80060892', 'duplicate-key', 'never'],
    [412, '0x80060882', 'version-mismatch', 'never'],
    [412, '', 'row-exists', 'after-wait'],
    [404, '0x80040217', 'row-not-found', 'never'],
    [404, '0x80060891', 'row-not-found', 'never'],
    [404, '0x8006088a', 'unknown-resource', 'after-wait'],
    [400, '0x80060890', 'unknown-resource', 'after-wait'],
    [404, '', 'unknown-resource', 'after-wait'],
    [413, '', 'too-large', 'never'],
    [400, '0x80044331', 'text-too-long', 'never'],
    [400, '0x8004431A', 'choice-out-of-range', 'never'],
    [400, '0x80048d19', 'invalid-row', 'never'],
    [400, '0x0', 'invalid-row', 'never'],
    [401, '', 'not-authenticated', 'after-wait'],
    [403, '0x80040220', 'not-permitted', 'after-wait'],
    [403, '0x80072560', 'not-permitted', 'after-wait'],
    [429, '0x80072322', 'throttled', 'after-wait'],
    [429, '0x80040237', 'throttled', 'after-wait'],
    [500, '0x80044151', 'database-busy', 'safe'],
    [500, '0x80040216', 'unavailable', 'safe'],
    [400, '0x80040216', 'unexpected-fault', 'after-wait'],
    [500, '0x80044150', 'database-busy', 'safe'],
    [412, '0x80040333', 'duplicate-detected', 'never'],
    [500, '0x80040333', 'duplicate-detected', 'never'],
    [405, '0x80040227', 'row-in-use', 'never'],
    [400, '0x8006088d', 'versions-not-kept', 'never'],
    [400, '0x80040203', 'invalid-argument', 'never'],
    [400, '0x80060888', 'invalid-query', 'never'],
    [400, '0x80048408', 'invalid-state', 'never'],
    [400, '0x80040265', 'refused-by-plug-in', 'never'],
    [400, '0x80043e09', 'file-blocked', 'never'],
    [400, '0x80072522', 'file-blocked', 'never'],
    [400, '0x80072521', 'file-blocked', 'never'],
    [400, '0x80044a02', 'too-large', 'never'],
    [400, '0x80072553', 'image-refused', 'never'],
    [400, '0x8004e023', 'too-many-rows', 'never'],
    [400, '0x80044352', 'changes-expired', 'never'],
    [403, '0x80048306', 'not-permitted', 'after-wait'],
    [403, '0x8004a110', 'not-permitted', 'after-wait'],
    [429, '0x8005f103', 'throttled', 'after-wait'],
    [501, '0x8006088a', 'not-supported', 'never'],
    [405, '0x80040203', 'invalid-argument', 'never'],
    [405, '0x1', 'refused', 'never'],
    [503, '0x1', 'unavailable', 'safe'],
    [418, '0x1', 'refused', 'never'],
  ])('knows %d %s as %s', (status, dataverseCode, code, retry) => {
    expect(errorOf(status, body(dataverseCode))).toMatchObject({ code, status, dataverseCode, retry });
  });

  it.each([
    ['<html><body>Service Unavailable</body></html>'],
    [''],
    ['null'],
    ['{"error":"text"}'],
    ['{"error":{"code":7,"message":{}}}'],
  ])('bears a body that is not Dataverse’s: %s', (text) => {
    expect(errorOf(503, text)).toMatchObject({ code: 'unavailable', dataverseCode: '', retry: 'safe' });
  });

  it.each([400, 404, 405, 410, 412, 418])(
    'never gives up a row because of a page of HTML with status %d',
    (status) => {
      expect(errorOf(status, '<html><body>The site is being moved</body></html>').retry).toBe('after-wait');
    },
  );

  it.each(['ResourceNotFound', 'constructor', '404'])(
    'never gives up a row because of a gateway that has a code of its own: %s',
    (code) => {
      expect(errorOf(404, body(code))).toMatchObject({ code: 'unknown-resource', retry: 'after-wait' });
      expect(errorOf(400, body(code))).toMatchObject({ code: 'unexpected-answer', retry: 'after-wait' });
    },
  );

  it.each([
    [
      '0x0',
      "An error occurred while validating input parameters: Microsoft.Crm.CrmException: Invalid property 'cw_address' was found in entity 'Microsoft.Dynamics.CRM.incident'.",
    ],
    ['0x0', "Could not find a property named 'cw_address' on type 'Microsoft.Dynamics.CRM.incident'."],
    [
      '0x80048d19',
      "Error identified in Payload provided by the user for Entity :'incidents' ... An undeclared property 'cw_address' which only has property annotations in the payload",
    ],
  ])(
    'never gives up a row because its column is not there yet, and names the column (%s)',
    (code, message) => {
      expect(errorOf(400, body(code, message))).toMatchObject({
        code: 'unknown-column',
        retry: 'after-wait',
        column: 'cw_address',
      });
    },
  );

  it('never gives up a row because its alternate key is not there, or not active', () => {
    const message = "The key in the request URI is not valid for resource 'Microsoft.Dynamics.CRM.account'.";
    for (const code of ['0x0', '0x8006088a'])
      expect(errorOf(400, body(code, message))).toMatchObject({
        code: 'unknown-resource',
        retry: 'after-wait',
      });
  });

  it('takes a redirect or a strange success for the answer of somebody in between', () => {
    expect(errorOf(302, '')).toMatchObject({ code: 'unexpected-answer', retry: 'after-wait' });
    expect(errorOf(200, '<html>Log in</html>')).toMatchObject({
      code: 'unexpected-answer',
      retry: 'after-wait',
    });
  });

  it('knows what older pages tell without a code', () => {
    const text = body('', 'account With Id = 0a0a0a0a-0000-0000-0000-000000000001 Does Not Exist');
    expect(errorOf(404, text)).toMatchObject({ code: 'row-not-found', retry: 'after-wait' });
    const stale = dataverseErrorOf(
      'incident.update',
      answerOf(412, { body: body('') }),
      0,
      incidentTable,
      true,
    );
    expect(stale).toMatchObject({ code: 'version-mismatch', retry: 'after-wait' });
  });

  it('says how long to wait', () => {
    expect(errorOf(429, body('0x80072321'), { 'retry-after': '12' }).retryAfterMs).toBe(12_000);
  });

  it('names no column of a table that it knows nothing of', () => {
    const text = "Invalid property 'cw_address' was found in entity 'Microsoft.Dynamics.CRM.incident'.";
    const answer = answerOf(400, { body: body('0x0', text) });
    expect(dataverseErrorOf('definitions.read', answer, 0).column).toBeUndefined();
  });

  it('names the column, and repeats nothing else of the text', () => {
    const text =
      "A validation error occurred.  The length of the 'cw_address' attribute of the 'incident' entity exceeded";
    expect(errorOf(400, body('0x80044331', text)).column).toBe('cw_address');
    const plugIn = "Mary Smith's attribute 'Mary Smith' is refused";
    const error = errorOf(400, body('0x80040265', plugIn));
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('Mary');
  });
});

describe('isDatabaseBusy', () => {
  it('knows the two codes of a 500 that pass by themselves', () => {
    expect(isDatabaseBusy(answerOf(500, { body: body('0x80044150') }))).toBe(true);
    expect(isDatabaseBusy(answerOf(500, { body: body('0x80044151') }))).toBe(true);
    expect(isDatabaseBusy(answerOf(500, { body: body('0x80040216') }))).toBe(false);
    expect(isDatabaseBusy(answerOf(400, { body: body('0x80044150') }))).toBe(false);
  });
});
