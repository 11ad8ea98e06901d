import type { NamedRow } from './named-rows.js';
import { jsonValues } from './json-values.js';
import { WrittenNumber, type Value } from './values.js';

/** The objects of an array. */
export async function* jsonRows(
  text: AsyncIterable<string>,
  path: string | undefined,
  file: string,
): AsyncGenerator<NamedRow> {
  for await (const value of jsonValues(text, path, file))
    yield value instanceof Map ? value : { defect: 'is no object' };
}

/** The features of a FeatureCollection: their properties, and where they are when that is a point. */
export async function* geojsonRows(text: AsyncIterable<string>, file: string): AsyncGenerator<NamedRow> {
  for await (const feature of jsonValues(text, 'features', file)) {
    const properties = memberOf(feature, 'properties');
    yield properties instanceof Map
      ? new Map<string, Value>([...properties, ...position(memberOf(feature, 'geometry'))])
      : { defect: 'is no feature with properties' };
  }
}

/** RFC 7946, 3.1.1: longitude first. */
function position(geometry: Value): [string, Value][] {
  const coordinates = memberOf(geometry, 'coordinates');
  if (memberOf(geometry, 'type') !== 'Point' || !Array.isArray(coordinates)) return [];
  return ['longitude', 'latitude'].map((name, at) => [name, numberOrNothing(coordinates[at])]);
}

const numberOrNothing = (value: unknown): Value => (value instanceof WrittenNumber ? value : null);

const memberOf = (value: Value, name: string): Value =>
  value instanceof Map ? ((value as ReadonlyMap<string, Value>).get(name) ?? null) : null;
