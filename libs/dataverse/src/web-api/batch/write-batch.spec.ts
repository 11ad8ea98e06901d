import { describe, expect, it } from 'vitest';
import { writeBatch, type WrittenRequest } from './write-batch.js';

const json = { 'content-type': 'application/json' };
const read: WrittenRequest = { method: 'GET', url: '/api/data/v9.2/WhoAmI', headers: {} };

/** Boundaries of which the test knows the names. */
const numbered = () => {
  let last = 0;
  return () => String((last += 1));
};

/** learn.microsoft.com/power-apps/developer/data-platform/webapi/execute-batch-operations-using-web-api */
describe('writeBatch', () => {
  it('writes a change set and a read as the page shows them, with CRLF to the last line', () => {
    const items = [
      [
        { method: 'POST', url: '/api/data/v9.2/tasks', headers: json, body: '{"subject":"1"}', contentId: 1 },
        { method: 'PATCH', url: '$1', headers: json, body: '{"subject":"Ü"}', contentId: 2 },
      ],
      { method: 'GET', url: '/api/data/v9.2/tasks?$select=subject', headers: {} },
    ];
    expect(writeBatch(items, numbered())).toEqual({
      contentType: 'multipart/mixed; boundary="batch_2"',
      body: [
        '--batch_2',
        'Content-Type: multipart/mixed; boundary="changeset_1"',
        '',
        '--changeset_1',
        'Content-Type: application/http',
        'Content-Transfer-Encoding: binary',
        'Content-ID: 1',
        '',
        'POST /api/data/v9.2/tasks HTTP/1.1',
        'content-type: application/json',
        '',
        '{"subject":"1"}',
        '--changeset_1',
        'Content-Type: application/http',
        'Content-Transfer-Encoding: binary',
        'Content-ID: 2',
        '',
        'PATCH $1 HTTP/1.1',
        'content-type: application/json',
        '',
        '{"subject":"Ü"}',
        '--changeset_1--',
        '',
        '--batch_2',
        'Content-Type: application/http',
        'Content-Transfer-Encoding: binary',
        '',
        'GET /api/data/v9.2/tasks?$select=subject HTTP/1.1',
        '',
        '',
        '--batch_2--',
        '',
      ].join('\r\n'),
    });
  });

  it('takes no boundary that occurs in the content', () => {
    const body = '--batch_1\r\n--batch_2--\r\n';
    expect(writeBatch([{ ...read, body }], numbered()).contentType).toContain('batch_3');
    const nested = writeBatch([[{ ...read, body: 'changeset_1 batch_3' }]], numbered());
    expect(nested.contentType).toContain('batch_4');
    expect(nested.body).toContain('boundary="changeset_2"');
  });

  it.each([
    ['a blank in a URL', { url: '/contacts?$filter=a eq 1' }],
    ['a line end in a URL', { url: '/contacts\r\nx: y' }],
    ['a letter in a URL that is not encoded', { url: '/contacts(Ü)' }],
    ['no URL', { url: '' }],
    ['a line end in a method', { method: 'GET\r\n' }],
    ['a line end in a header', { headers: { prefer: 'a\r\nx: y' } }],
    ['a header whose name is none', { headers: { 'a b': 'c' } }],
  ])('refuses %s, which would be read as something else', (_, odd) => {
    expect(() => writeBatch([{ ...read, ...odd }])).toThrow(TypeError);
  });
});
