import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonBytes } from './json-bytes.js';

/** What it has written. */
function textOf(json: JsonBytes): string {
  const bytes = Buffer.alloc(json.length);
  json.copyTo(bytes, 0);
  return bytes.toString();
}

function written(json: JsonBytes, row: Readonly<Record<string, unknown>>): string {
  json.open();
  for (const [name, value] of Object.entries(row)) json.member(name, value);
  json.close();
  return textOf(json);
}

describe('JsonBytes', () => {
  it('writes what JSON.stringify writes, object after object', () => {
    const json = new JsonBytes();
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.string({ unit: 'grapheme-ascii', minLength: 30, maxLength: 2_000 }),
    );
    const value = fc.oneof(
      text,
      fc.jsonValue(),
      fc.double(),
      fc.constantFrom(undefined, new Date(0), () => 0),
    );
    fc.assert(
      fc.property(fc.dictionary(text, value), (row) => {
        expect(written(json, row)).toBe(JSON.stringify(row));
      }),
    );
  });

  it.each(['"', '\\', '\n', '\u007f', '\u2028', 'ü', '€', '😀', '\ud800'])(
    'writes %j as JSON does, wherever it stands in a text of any length',
    (character) => {
      const json = new JsonBytes();
      for (const length of [0, 39, 40, 41, 5_000]) {
        const rest = 'x'.repeat(length);
        const row = { [`${rest}${character}`]: `${character}${rest}`, last: `${rest}${character}` };
        expect(written(json, row)).toBe(JSON.stringify(row));
      }
    },
  );

  it('says how long it is in bytes', () => {
    const json = new JsonBytes();
    json.open();
    expect(json.length).toBe(1);
    json.member('ü', '€');
    json.close();
    expect(json.length).toBe(Buffer.byteLength('{"ü":"€"}'));
  });
});
