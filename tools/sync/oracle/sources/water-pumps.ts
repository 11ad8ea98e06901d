import { deliveredText } from '../reading/delivered-text.js';
import type { HandRow } from '../reading/hand-read.js';
import { cut, normal } from '../reading/normal-form.js';
import type { HandSource } from './hand-source.js';
import { noPlace } from './no-place.js';

/** The street pumps of Berlin. */
export const waterPumps: HandSource = {
  name: 'water-pumps',
  folder: 'assets/berlin-pumps',
  table: 'cw_asset',
  entitySet: 'cw_assets',
  encoding: 'utf-8',
  deliversEverything: true,
  read: async (path) => (JSON.parse(await deliveredText(path)) as FeatureCollection).features.map(pump),
};

interface FeatureCollection {
  features: Feature[];
}

interface Feature {
  properties: Record<string, string | number | boolean | null>;
  geometry: { coordinates: [number, number] };
}

const KNOWN = ['id', 'addr:full', 'image', 'pump:style', 'pump:status', 'check_date'];

function pump({ properties, geometry: { coordinates } }: Feature): HandRow {
  const of = (name: string) => normal(properties[name] == null ? undefined : String(properties[name]));
  const [longitude, latitude] = coordinates;
  const others = Object.keys(properties)
    .filter((name) => !KNOWN.includes(name) && of(name) !== null)
    .sort();
  const texts = Object.fromEntries(others.map((name) => [name, of(name) ?? '']));
  return {
    key: of('id') ?? undefined,
    reason: noPlace(latitude, longitude) ? 'R3' : undefined,
    content: [...KNOWN.slice(1).map(of), longitude, latitude, JSON.stringify(texts)],
    wanted: {
      cw_name: cut(of('addr:full'), 200),
      cw_type: 'Water pump',
      cw_status: cut(of('pump:status'), 400),
      cw_latitude: latitude,
      cw_longitude: longitude,
      cw_lastchecked: of('check_date'),
      cw_image: of('image'),
      cw_pump_style: of('pump:style'),
      cw_others: others.length === 0 ? null : { json: texts },
    },
  };
}
