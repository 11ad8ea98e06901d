import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprint } from './fingerprint.js';

describe('fingerprint', () => {
  it('does not depend on the order of keys', () => {
    expect(fingerprint({ a: 1, b: { c: 2, d: 3 } })).toEqual(fingerprint({ b: { d: 3, c: 2 }, a: 1 }));
  });

  it('takes absent and null as the same', () => {
    expect(fingerprint({ a: 1, b: null, c: undefined })).toEqual(fingerprint({ a: 1 }));
  });

  it('tells any two different documents apart', () => {
    const document = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean()), {
      maxKeys: 4,
    });
    fc.assert(
      fc.property(document, document, (one, other) => {
        fc.pre(JSON.stringify(Object.entries(one).sort()) !== JSON.stringify(Object.entries(other).sort()));
        expect(fingerprint(one)).not.toEqual(fingerprint(other));
      }),
    );
  });
});
