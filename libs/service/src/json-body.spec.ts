import { ProblemError } from '#lib/problem';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJsonBody } from './json-body.js';

const codeOf = (bytes: Buffer) => {
  try {
    parseJsonBody(bytes);
  } catch (error) {
    if (error instanceof ProblemError) return error.code;
    throw error;
  }
  return 'read';
};

describe('parseJsonBody', () => {
  it('reads whatever JSON.stringify writes, brackets and quotes in strings included', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 10 }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!/"(__proto__|constructor)":/.test(text));
        expect(parseJsonBody(Buffer.from(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  it('drops a byte order mark', () => {
    expect(parseJsonBody(Buffer.from('\ufeff{"a":1}'))).toEqual({ a: 1 });
  });

  it.each([
    ['broken UTF-8', Buffer.from([0x22, 0xc3, 0x28, 0x22]), 'invalid-encoding'],
    ['UTF-16', Buffer.from('{"a":1}', 'utf16le'), 'malformed-json'],
    ['latin-1', Buffer.from('"\xfc"', 'latin1'), 'invalid-encoding'],
    ['100,000 brackets', Buffer.from('['.repeat(100_000)), 'json-too-deep'],
    ['17 levels', Buffer.from(`${'['.repeat(17)}${']'.repeat(17)}`), 'json-too-deep'],
    ['an empty body', Buffer.alloc(0), 'malformed-json'],
    ['a trailing comma', Buffer.from('{"a":1,}'), 'malformed-json'],
    ['a prototype', Buffer.from('{"__proto__":{"admin":true}}'), 'malformed-json'],
  ])('refuses %s', (_, bytes, code) => {
    expect(codeOf(bytes)).toBe(code);
  });

  it('never quotes the body in the refusal', () => {
    expect(() => parseJsonBody(Buffer.from('{"email": "someone@example.org'))).toThrow(
      /^The body is not valid JSON$/,
    );
  });
});
