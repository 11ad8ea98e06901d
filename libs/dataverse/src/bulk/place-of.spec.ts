import { describe, expect, it } from 'vitest';
import { placeOf } from './place-of.js';

describe('placeOf', () => {
  it('is the same in any case of letters', () => {
    expect(placeOf("contacts(cw_key='AB12')")).toBe(placeOf("contacts(cw_key='ab12')"));
  });

  it('hardly ever is the same of two paths, and is a small integer', () => {
    const places = Array.from({ length: 10_000 }, (_, n) => placeOf(`contacts(cw_key='${n}')`));
    expect(new Set(places).size).toBeGreaterThan(9_990);
    expect(places.every((place) => Number.isInteger(place) && Math.abs(place) < 2 ** 30)).toBe(true);
  });
});
