import { csvRecords } from '../reading/csv-records.js';
import { deliveredText } from '../reading/delivered-text.js';
import { type HandRow, label } from '../reading/hand-read.js';
import { inUtc, localTime } from '../reading/local-time.js';
import { cut, joined, normal, numberOf } from '../reading/normal-form.js';
import { archivedCase } from './archived-case.js';
import { categoryOf } from './category-of.js';
import type { HandSource } from './hand-source.js';

/** The 311 service requests of New York City, in the four forms in which they are found. */
export const caseArchiveNyc: HandSource = {
  name: 'case-archive-nyc',
  folder: 'cases/nyc',
  table: 'incident',
  entitySet: 'incidents',
  encoding: 'utf-8',
  deliversEverything: false,
  read: async (path) => recordsIn(await deliveredText(path)).map(request),
};

type ServiceRequest = Readonly<Record<string, unknown>>;

const recordsIn = (text: string): readonly ServiceRequest[] =>
  text.startsWith('[') ? (JSON.parse(text) as ServiceRequest[]) : csvRecords(text);

const CATEGORIES = {
  'Street lighting': ['Street Light Condition'],
  'Traffic signals': ['Traffic Signal Condition'],
  'Signs and markings': ['Street Sign - Missing', 'Street Sign - Damaged'],
  'Trees and green spaces': [
    ...['Damaged Tree', 'New Tree Request', 'Illegal Tree Damage', 'Dead/Dying Tree'],
    ...['Overgrown Tree/Branches', 'Root/Sewer/Sidewalk Condition'],
  ],
  'Water and drainage': ['Water System', 'Water Conservation', 'WATER LEAK', 'Sewer', 'Standing Water'],
  'Roads and pavements': ['Street Condition', 'Sidewalk Condition', 'Highway Condition', 'Curb Condition'],
};

const ORIGINS: Readonly<Record<string, string>> = { PHONE: 'Phone', ONLINE: 'Web', MOBILE: 'Web' };

/** Under the same name in Dataverse, with `cw_` before it. */
const AS_THEY_ARE = [
  ...['agency', 'agency_name', 'location_type', 'incident_zip', 'street_name', 'cross_street_1'],
  ...['cross_street_2', 'intersection_street_1', 'intersection_street_2', 'address_type', 'city'],
  ...['landmark', 'facility_type', 'status', 'community_board', 'bbl', 'borough', 'vehicle_type'],
  ...['open_data_channel_type', 'park_facility_name', 'park_borough', 'taxi_company_borough'],
  ...['taxi_pick_up_location', 'bridge_highway_name', 'bridge_highway_direction', 'road_ramp'],
  'bridge_highway_segment',
];

function request(record: ServiceRequest): HandRow {
  const of = (name: string) => {
    // The portal writes its names for people.
    const value = record[name] ?? record[name.replaceAll('_', ' ')];
    return normal(value == null ? undefined : String(value as string));
  };
  const time = (name: string) => inUtc(localTime(of(name), 'America/New_York'));
  const place =
    of('incident_address') ??
    of('street_name') ??
    joined(' & ', of('intersection_street_1'), of('intersection_street_2'));
  const plane = (axis: string) =>
    of(`${axis}_coordinate_state_plane`) ?? of(`${axis} coordinate (state plane)`);
  return archivedCase({
    city: 'nyc-311',
    id: of('unique_key'),
    isSomewhere: ['incident_address', 'street_name', 'intersection_street_1', 'latitude'].some(
      (name) => of(name) !== null,
    ),
    isClosed: of('status') === 'Closed',
    type: of('complaint_type'),
    description: joined(': ', of('descriptor'), of('resolution_description')),
    others: {
      caseorigincode: label(ORIGINS[of('open_data_channel_type') ?? ''] ?? null),
      cw_category: label(categoryOf(CATEGORIES, of('complaint_type'))),
      cw_latitude: numberOf(of('latitude')),
      cw_longitude: numberOf(of('longitude')),
      cw_address: cut(place, 400),
      cw_occurredon: time('created_date'),
      cw_closed_date: time('closed_date'),
      cw_due_date: time('due_date'),
      cw_resolution_action_updated_date: time('resolution_action_updated_date'),
      cw_x_coordinate_state_plane: plane('x'),
      cw_y_coordinate_state_plane: plane('y'),
      ...Object.fromEntries(AS_THEY_ARE.map((name) => [`cw_${name}`, of(name)])),
    },
  });
}
