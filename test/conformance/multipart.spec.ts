import { describe, expect, it } from 'vitest';
import { batchText } from './golden/batch-text.js';
import { readMultipart } from './multipart.js';

const response = [
  '--batchresponse_1',
  'Content-Type: multipart/mixed; boundary=changesetresponse_2',
  '',
  '--changesetresponse_2',
  'Content-Type: application/http',
  'Content-Transfer-Encoding: binary',
  'Content-ID: 1',
  '',
  'HTTP/1.1 204 No Content',
  'OData-Version: 4.0',
  'OData-EntityId: https://org.example/api/data/v9.2/accounts(1)',
  '',
  '',
  '--changesetresponse_2--',
  '--batchresponse_1',
  'Content-Type: application/http',
  'Content-Transfer-Encoding: binary',
  '',
  'HTTP/1.1 400 Bad Request',
  'Content-Type: application/json; odata.metadata=minimal',
  '',
  '{"error":{"code":"0x0","message":"--batchresponse is no delimiter"}}',
  '--batchresponse_1--',
  '',
].join('\r\n');
const type = 'multipart/mixed; boundary=batchresponse_1';

describe('the reader of batches', () => {
  it('reads parts, change sets, Content-IDs, headers and bodies', () => {
    expect(readMultipart(type, response)).toEqual({
      boundary: 'batchresponse_1',
      faults: [],
      parts: [
        {
          changeset: 'changesetresponse_2',
          parts: [
            {
              status: 204,
              contentId: '1',
              headers: {
                'odata-version': '4.0',
                'odata-entityid': 'https://org.example/api/data/v9.2/accounts(1)',
              },
              body: undefined,
            },
          ],
        },
        {
          status: 400,
          headers: { 'content-type': 'application/json; odata.metadata=minimal' },
          body: { error: { code: '0x0', message: '--batchresponse is no delimiter' } },
        },
      ],
    });
  });

  it.each([
    ['LF alone', response.replaceAll('\r\n', '\n'), 'a line ends with LF alone'],
    ['a preamble', `\r\n${response}`, 'the document does not begin with its delimiter'],
    ['no end', response.replace('--batchresponse_1--\r\n', ''), 'the document has no closing delimiter'],
    ['another encoding', response.replaceAll('binary', '8bit'), 'a part is not of binary encoding'],
    ['another type', response.replaceAll('application/http', 'text/plain'), 'a part is text/plain'],
  ])('finds the fault of %s', (_, text, fault) => {
    expect(readMultipart(type, text).faults).toContain(fault);
  });

  it('reads what a batch is written as, as far as that is alike', () => {
    const text = batchText('batch_1', [{ changeset: [{ method: 'POST', url: '/x', contentId: '1' }] }]);
    expect(readMultipart('multipart/mixed; boundary="batch_1"', text)).toMatchObject({
      faults: [],
      parts: [{ changeset: 'changeset_1', parts: [{ contentId: '1' }] }],
    });
  });
});
