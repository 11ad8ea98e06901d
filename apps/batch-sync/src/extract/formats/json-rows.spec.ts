import { describe, expect, it } from 'vitest';
import { readIntegration, rowsOf } from '../testing.js';

describe('a JSON file', () => {
  const at = (rows?: string) =>
    readIntegration({ kind: 'json', ...(rows && { rows }) }, { id: {}, value: {} }, { otherColumns: 'kept' });

  it('is an array of objects, whose numbers stay as they are written', async () => {
    const file =
      '[{"ID": 12345678901234567890, "value": 1.50}, {"id": "b", "value": true, "x": null, "y": "", "z": -1e3}]';
    expect(await rowsOf(at(), file)).toEqual([
      { number: 1, values: { id: '12345678901234567890', value: '1.50' } },
      { number: 2, values: { id: 'b', value: 'true' }, others: { z: '-1e3' } },
    ]);
  });

  it('may have the array anywhere, and anything around it', async () => {
    const file =
      '{"rows": [{"id": 0}], "data": {"more": [[{"rows": [1]}]], "rows": [{"id": 1}, {"id": 2}]}, "n": 2}';
    expect((await rowsOf(at('data.rows'), file)).map(({ values }) => values)).toEqual([
      { id: '1' },
      { id: '2' },
    ]);
  });

  it('has nested values as JSON', async () => {
    const file = '[{"id": 1, "value": {"a": [1.0, null, "x\\n\\"y\\"", {}], "b": false}}]';
    expect(await rowsOf(at(), file)).toEqual([
      { number: 1, values: { id: '1', value: '{"a":[1.0,null,"x\\n\\"y\\"",{}],"b":false}' } },
    ]);
  });

  it('loses one row to an element that is no object, or that has a NUL character', async () => {
    expect(await rowsOf(at(), '[1, null, [{"id": 2}], {"id": "\\u0000"}, {"id": 5}]')).toEqual([
      { number: 1, defect: 'is no object', values: {} },
      { number: 2, defect: 'is no object', values: {} },
      { number: 3, defect: 'is no object', values: {} },
      { number: 4, defect: 'has a NUL character in it', values: {} },
      { number: 5, values: { id: '5' } },
    ]);
  });
});

describe('a GeoJSON file', () => {
  const pumps = readIntegration(
    { kind: 'geojson' },
    { id: {}, longitude: {}, latitude: {} },
    { otherColumns: 'kept' },
  );
  const collection = (...features: unknown[]) => JSON.stringify({ type: 'FeatureCollection', features });
  const feature = (properties: unknown, geometry: unknown) => ({ type: 'Feature', properties, geometry });

  it('has properties and the position of a point', async () => {
    const point = { type: 'Point', coordinates: [13.5, 52.25, 34] };
    expect(await rowsOf(pumps, collection(feature({ id: 7, style: 'old', gone: null }, point)))).toEqual([
      { number: 1, values: { id: '7', longitude: '13.5', latitude: '52.25' }, others: { style: 'old' } },
    ]);
  });

  it('has no position where there is no point', async () => {
    const line = {
      type: 'LineString',
      coordinates: [
        [1, 2],
        [3, 4],
      ],
    };
    const broken = { type: 'Point', coordinates: ['east'] };
    const file = collection(feature({ id: 1 }, null), feature({ id: 2 }, line), feature({ id: 3 }, broken));
    expect((await rowsOf(pumps, file)).map(({ values }) => values)).toEqual([
      { id: '1' },
      { id: '2' },
      { id: '3' },
    ]);
  });

  it('loses one row to a feature without properties', async () => {
    expect(await rowsOf(pumps, collection(feature(null, null), feature({ id: 1 }, null)))).toEqual([
      { number: 1, defect: 'is no feature with properties', values: {} },
      { number: 2, values: { id: '1' } },
    ]);
  });
});
