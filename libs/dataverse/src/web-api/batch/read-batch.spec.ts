import { describe, expect, it } from 'vitest';
import { answerOf } from '#lib/http/testing';
import { BatchAnswerError } from './batch-answer-error.js';
import { readBatch } from './read-batch.js';

const multipart = (lines: readonly string[], boundary = 'batchresponse_b', lineEnd = '\r\n') =>
  answerOf(200, {
    headers: { 'content-type': `multipart/mixed; boundary=${boundary}` },
    body: lines.join(lineEnd),
  });

const head = ['Content-Type: application/http', 'Content-Transfer-Encoding: binary'];
const created = 'https://contoso.crm4.dynamics.com/api/data/v9.2/accounts(1)';

/** As recorded: an empty answer in a change set, then an error outside of it. */
const recorded = [
  '--batchresponse_b',
  'Content-Type: multipart/mixed; boundary=changesetresponse_c',
  '',
  '--changesetresponse_c',
  ...head,
  'Content-ID: 1',
  '',
  'HTTP/1.1 204 No Content',
  'OData-Version: 4.0',
  `OData-EntityId:${created}`,
  '',
  '',
  '--changesetresponse_c--',
  '--batchresponse_b',
  ...head,
  '',
  'HTTP/1.1 404 Not Found',
  'REQ_ID: 5ecd1cb3-1730-4ffc-909c-d44c22270026',
  'Content-Type: application/json; odata.metadata=minimal',
  '',
  '{"error":{"code":"0x80040217","message":"Ü --batchresponse_b"}}',
  '--batchresponse_b--',
  '',
];

const readRecorded = [
  [
    {
      status: 204,
      headers: { 'odata-version': '4.0', 'odata-entityid': created },
      body: '',
      contentId: '1',
    },
  ],
  {
    status: 404,
    headers: {
      req_id: '5ecd1cb3-1730-4ffc-909c-d44c22270026',
      'content-type': 'application/json; odata.metadata=minimal',
    },
    body: '{"error":{"code":"0x80040217","message":"Ü --batchresponse_b"}}',
    contentId: undefined,
  },
];

/** learn.microsoft.com/power-apps/developer/data-platform/webapi/execute-batch-operations-using-web-api */
describe('readBatch', () => {
  it('reads what was recorded', () => {
    expect(readBatch(multipart(recorded))).toEqual(readRecorded);
  });

  it.each([
    ['a boundary in quotes', multipart(recorded, '"batchresponse_b"')],
    ['more parameters', multipart(recorded, 'batchresponse_b; charset=utf-8')],
    ['a preamble and an epilogue', multipart(['', 'Hello', ...recorded, 'Bye'])],
    ['blanks behind the delimiters', multipart(recorded.map((line) => line.replace(/^(--.*)$/, '$1 \t')))],
    ['no last line end', multipart(recorded.slice(0, -1))],
    ['line feeds alone', multipart(recorded, 'batchresponse_b', '\n')],
  ])('bears %s', (_, answer) => {
    expect(readBatch(answer)).toEqual(readRecorded);
  });

  it.each([
    ['blank lines before the status', [...head, '', '', '', 'HTTP/1.1 200 OK', '', 'text']],
    ['a part without headers', ['', 'HTTP/1.1 200 OK', '', 'text']],
    ['a status without a reason', [...head, '', 'HTTP/1.1 200', '', 'text']],
    ['lines that are no headers', [...head, 'odd', '', 'HTTP/1.1 200 OK', 'odd', '', 'text']],
  ])('bears %s', (_, part) => {
    const answer = multipart(['--b', ...part, '--b--', ''], 'b');
    expect(readBatch(answer)).toMatchObject([{ status: 200, headers: {}, body: 'text' }]);
  });

  it('ends a head with its part, as the page shows it for an answer without a body', () => {
    const answer = multipart(['--b', ...head, '', 'HTTP/1.1 204 No Content', 'a: b', '', '--b--'], 'b');
    expect(readBatch(answer)).toMatchObject([{ status: 204, headers: { a: 'b' }, body: '' }]);
  });

  it('keeps every character of a text, even lines that look like delimiters', () => {
    const text = '\r\n\n--b1\r\n --b\r\n--b-\r\n--b--x\r\n\r\n';
    const answer = multipart(['--b', ...head, '', 'HTTP/1.1 200 OK', '', text, '--b--', ''], 'b');
    expect(readBatch(answer)).toMatchObject([{ body: text }]);
  });

  it('takes nothing else for an answer to a batch', () => {
    for (const type of ['application/json', 'multipart/form-data; boundary=b', 'multipart/mixed', '', 'x'])
      expect(readBatch(answerOf(200, { headers: { 'content-type': type }, body: '--b--' }))).toBeUndefined();
    expect(readBatch(answerOf(200))).toBeUndefined();
  });

  it('says of half an answer, wherever it breaks off, that nobody knows what was done', () => {
    const whole = recorded.join('\r\n');
    for (let length = 0; length < whole.length - '\r\n'.length; length += 1) {
      expect(() => readBatch(multipart([whole.slice(0, length)]))).toThrow(BatchAnswerError);
    }
    expect(() => readBatch(multipart(['--b', ...head, '', 'no status', '--b--'], 'b'))).toThrow(
      expect.objectContaining({ code: 'unreadable-batch-answer', outcome: 'unknown' }),
    );
  });
});
