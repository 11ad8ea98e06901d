import { describe, expect, it } from 'vitest';
import { projectionOf } from './projection.js';

describe('a projection', () => {
  it('turns a place on the grid of the Ordnance Survey into degrees', () => {
    // The water tower at Caister, as in "A guide to coordinate systems in Great Britain" of the Ordnance Survey.
    const place = projectionOf('EPSG:27700')?.(651_409.903, 313_177.27);
    expect(place?.latitude).toBeCloseTo(52.658, 3);
    expect(place?.longitude).toBeCloseTo(1.716, 3);
  });

  it('can be given by its definition', () => {
    const place = projectionOf('+proj=utm +zone=33 +datum=WGS84')?.(500_000, 0);
    expect(place?.latitude).toBeCloseTo(0, 9);
    expect(place?.longitude).toBeCloseTo(15, 9);
  });

  it.each(['EPSG:1', '+proj=none', 'Mercator'])('is none that is called %s', (name) => {
    expect(projectionOf(name)).toBeUndefined();
  });
});
