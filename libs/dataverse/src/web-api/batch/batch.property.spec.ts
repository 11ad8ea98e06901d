import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerOf } from '#lib/http/testing';
import { batchAnswerOf } from '../../testing.js';
import { BatchAnswerError } from './batch-answer-error.js';
import { readBatch } from './read-batch.js';
import { writeBatch, type WrittenBatch, type WrittenItem, type WrittenRequest } from './write-batch.js';

/** Any text, and much of what parts are made of. */
const text = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'binary' }).map((value) => value.toWellFormed()),
      fc.constantFrom(
        '\r\n',
        '\n',
        '\r',
        '\r\n\r\n',
        'HTTP/1.1 200',
        '\r\n--batchresponse_7f57410dbe15x\r\n',
      ),
      fc
        .tuple(fc.constantFrom('batch', 'changeset'), fc.nat(4), fc.constantFrom('', '--'))
        .map(([name, number, end]) => `\r\n--${name}_${number}${end}\r\n`),
    ),
  )
  .map((pieces) => pieces.join(''));

const headers = fc.dictionary(
  fc.stringMatching(/^x-[a-z]{1,8}$/),
  fc.stringMatching(/^[!-~]([ -~]{0,20}[!-~])?$/),
  { maxKeys: 3 },
);

const request: fc.Arbitrary<WrittenRequest> = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PATCH', 'PUT', 'DELETE'),
  url: fc.webUrl({ withQueryParameters: true }).map((url) => new URL(url).href),
  headers,
  body: text,
});

const items: fc.Arbitrary<WrittenItem[]> = fc.array(
  fc.oneof(request, fc.array(request, { minLength: 1, maxLength: 4 })),
  { minLength: 1, maxLength: 5 },
);

/** Names that are few, so that they are met in the texts. */
const fewNames = () => {
  let next = 0;
  return () => String(next++);
};

/** Reads what was written by the bytes alone, knowing nothing of our reader. */
function readWritten({ contentType, body }: WrittenBatch): unknown[] {
  const bytes = Buffer.from(body);
  return partsIn(bytes, contentType).map((part) => {
    const { head, rest } = cut(part);
    const [, nested] = /^Content-Type: (multipart\/mixed; .*)$/.exec(head) ?? [];
    return nested === undefined
      ? readRequest(rest)
      : partsIn(rest, nested).map((each) => readRequest(cut(each).rest));
  });
}

function partsIn(bytes: Buffer, contentType: string): Buffer[] {
  const [, boundary = ''] = /boundary="(.*)"$/.exec(contentType) ?? [];
  const delimiter = Buffer.from(`--${boundary}`);
  const parts = [];
  let from = delimiter.length;
  expect(bytes.indexOf(delimiter)).toBe(0);
  for (let at = bytes.indexOf(delimiter, from); at >= 0; at = bytes.indexOf(delimiter, from)) {
    parts.push(bytes.subarray(from + 2, at - 2));
    from = at + delimiter.length;
  }
  expect(bytes.subarray(from).toString()).toBe('--\r\n');
  return parts;
}

function cut(bytes: Buffer): { head: string; rest: Buffer } {
  const end = bytes.indexOf('\r\n\r\n');
  return { head: bytes.subarray(0, end).toString(), rest: bytes.subarray(end + 4) };
}

function readRequest(bytes: Buffer): WrittenRequest {
  const { head, rest } = cut(bytes);
  const [first = '', ...lines] = head.split('\r\n');
  const [method = '', url = '', version] = first.split(' ');
  expect(version).toBe('HTTP/1.1');
  const named = lines.map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]);
  return { method, url, headers: Object.fromEntries(named) as Record<string, string>, body: rest.toString() };
}

describe('every batch', () => {
  it('is read by anybody as it was written, whatever its bodies hold', () => {
    fc.assert(
      fc.property(items, (written) => {
        expect(readWritten(writeBatch(written, fewNames()))).toEqual(written);
      }),
    );
  });
});

const boundary = 'batchresponse_7f57410dbe15';

const answer = fc
  .record({ status: fc.integer({ min: 200, max: 599 }), headers, body: text })
  .map(({ status, ...rest }) => answerOf(status, rest));

const answers = fc.array(fc.oneof(answer, fc.array(answer, { minLength: 1, maxLength: 4 })), {
  minLength: 1,
  maxLength: 5,
});

const inShort = ({ status, headers: named, body }: { status: number; headers: object; body: string }) => ({
  status,
  headers: { ...named },
  body,
});

describe('every answer to a batch', () => {
  it('is read as it was written, whatever its bodies hold', () => {
    fc.assert(
      fc.property(answers, (written) => {
        const read = readBatch(batchAnswerOf(200, written, boundary));
        expect(read?.map((item) => ('status' in item ? inShort(item) : item.map(inShort)))).toEqual(
          written.map((item) => ('status' in item ? inShort(item) : item.map(inShort))),
        );
      }),
    );
  });

  it('is nobody’s when it breaks off anywhere', () => {
    fc.assert(
      fc.property(answers, fc.nat(), (written, at) => {
        const whole = batchAnswerOf(200, written, boundary);
        const length = at % (whole.body.length - '--\r\n'.length);
        const half = { ...whole, body: whole.body.slice(0, length) };
        expect(() => readBatch(half)).toThrow(BatchAnswerError);
      }),
    );
  });
});
