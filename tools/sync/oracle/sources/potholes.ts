import { type CsvRecord, csvRecords } from '../reading/csv-records.js';
import { deliveredText } from '../reading/delivered-text.js';
import { cwKeyOf } from '../reading/hand-keys.js';
import type { HandRow } from '../reading/hand-read.js';
import { inUtc, localTime, onTheClock } from '../reading/local-time.js';
import { cut, joined, normal, numberOf } from '../reading/normal-form.js';
import type { HandSource } from './hand-source.js';
import { roadRatings } from './road-ratings.js';

/** The potholes that Syracuse filled, in both of its exports. */
export const potholes: HandSource = {
  name: 'potholes',
  folder: 'workorders/syracuse-potholes',
  table: 'cw_workorder',
  entitySet: 'cw_workorders',
  encoding: 'utf-8',
  deliversEverything: true,
  read: async (path, activeKeys) => {
    const roads = activeKeys(roadRatings.name);
    return csvRecords(await deliveredText(path)).map((record) => pothole(record, roads));
  },
};

/** How many of a file have latitude and longitude the other way round. */
export const countSwapped = async (path: string): Promise<number> =>
  csvRecords(await deliveredText(path)).filter(isSwapped).length;

const isNorth = (text: string | null): boolean => {
  const number = numberOf(text);
  return number !== null && number >= 42 && number <= 44;
};

const isSwapped = (record: CsvRecord): boolean =>
  !isNorth(normal(record['latitude'])) && isNorth(normal(record['longitude']));

/** To five decimals, not rounded. */
const cutDegrees = (text: string | null): string | null => {
  const [whole = '', decimals = ''] = text?.split('.') ?? [];
  return text === null ? null : `${whole}.${decimals.slice(0, 5).padEnd(5, '0')}`;
};

function pothole(record: CsvRecord, roads: ReadonlySet<string>): HandRow {
  const of = (...names: string[]) =>
    normal(names.map((name) => record[name]).find((text) => text !== undefined));
  const [street, vehicle, location] = [
    of('streetid', 'street_id'),
    of('vehiclename'),
    of('location', 'strlocation'),
  ];
  const [number, name] = [of('streetnumber'), of('street name', 'streetname')];
  const [kind, direction] = [of('streettype', 'streetnameposttype'), of('streetdirection', 'directional')];
  const time = localTime(of('timefilled', 'dttime'), 'America/New_York');
  const [latitude, longitude] = isSwapped(record)
    ? [of('longitude'), of('latitude')]
    : [of('latitude'), of('longitude')];
  const key = [street, onTheClock(time, "yyyy-MM-dd'T'HH:mm"), cutDegrees(latitude), cutDegrees(longitude)];
  return {
    key: key.includes(null) ? undefined : key.join('|'),
    reason: street !== null && !roads.has(street) ? 'R5' : undefined,
    content: [number, name, kind, direction, location, vehicle],
    wanted: {
      cw_name: cut(location ?? joined(' ', number, name, kind), 400),
      _cw_assetid_value: street === null ? null : { cwKey: cwKeyOf(roadRatings.name, street) },
      cw_status: 'Done',
      cw_timefilled: inUtc(time),
      cw_latitude: numberOf(latitude),
      cw_longitude: numberOf(longitude),
      cw_location: location,
      cw_streetnumber: number,
      cw_streetname: name,
      cw_streettype: kind,
      cw_streetdirection: direction,
      cw_vehiclename: vehicle,
    },
  };
}
