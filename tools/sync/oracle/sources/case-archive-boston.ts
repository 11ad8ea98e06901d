import { type CsvRecord, csvRecords } from '../reading/csv-records.js';
import { deliveredText } from '../reading/delivered-text.js';
import { type HandRow, label } from '../reading/hand-read.js';
import { inUtc, localTime } from '../reading/local-time.js';
import { cut, joined, normal, numberOf } from '../reading/normal-form.js';
import { archivedCase } from './archived-case.js';
import { categoryOf } from './category-of.js';
import type { HandSource } from './hand-source.js';

/** The 311 service requests of Boston, a file a kind. */
export const caseArchiveBoston: HandSource = {
  name: 'case-archive-boston',
  folder: 'cases/boston-2015',
  table: 'incident',
  entitySet: 'incidents',
  encoding: 'utf-8',
  deliversEverything: false,
  read: async (path) => csvRecords(await deliveredText(path)).map(request),
};

const CATEGORIES = {
  'Street lighting': ['Street Light Outages', 'General Lighting Request', 'Street Light Knock Downs'],
  'Traffic signals': [
    ...['Traffic Signal Inspection', 'Traffic Signal Repair'],
    'Requests for Traffic Signal Studies or Reviews',
  ],
  'Signs and markings': [
    ...['Sign Repair', 'Missing Sign', 'New Sign  Crosswalk or Pavement Marking'],
    'Pavement Marking Maintenance',
  ],
  'Trees and green spaces': ['Tree Maintenance Requests', 'Tree Emergencies'],
  'Winter service': ['Misc. Snow Complaint'],
  'Water and drainage': [
    ...['Catchbasin', 'Fire Hydrant', 'Watermain Break', 'BWSC General Request'],
    'No Utilities Residential - Water',
  ],
  'Bridges and structures': ['Bridge Maintenance'],
  'Roads and pavements': [
    ...['Pothole Repair (Internal)', 'Sidewalk Repair (Make Safe)', 'Sidewalk Repair', 'Roadway Repair'],
    ...['Highway Maintenance', 'Utility Casting Repair'],
  ],
};

const ORIGINS: Readonly<Record<string, string>> = {
  'Constituent Call': 'Phone',
  'Self Service': 'Web',
  'Citizens Connect App': 'Web',
  Twitter: 'Twitter',
};

/** Under the same name in Dataverse, with `cw_` before it. */
const AS_THEY_ARE = [
  ...['ontime_status', 'case_status', 'subject', 'reason', 'queue', 'department', 'submittedphoto'],
  ...['closedphoto', 'fire_district', 'pwd_district', 'city_council_district', 'police_district'],
  ...['neighborhood', 'neighborhood_services_district', 'ward', 'precinct', 'land_usage'],
  ...['location_street_name', 'location_zipcode', 'property_type', 'property_id', 'source'],
];

function request(record: CsvRecord): HandRow {
  const of = (name: string) => normal(record[name]);
  const time = (name: string) => inUtc(localTime(of(name), 'America/New_York'));
  const isPlaced = of('geocoded_location') !== '(0, 0)';
  return archivedCase({
    city: 'boston-311',
    id: of('case_enquiry_id'),
    isSomewhere: of('location') !== null || isPlaced,
    isClosed: of('case_status') === 'Closed',
    type: of('type'),
    description: joined(': ', of('case_title'), of('closure_reason')),
    others: {
      caseorigincode: label(ORIGINS[of('source') ?? ''] ?? null),
      cw_category: label(categoryOf(CATEGORIES, of('type'))),
      cw_latitude: isPlaced ? numberOf(of('latitude')) : null,
      cw_longitude: isPlaced ? numberOf(of('longitude')) : null,
      cw_address: cut(of('location'), 400),
      cw_occurredon: time('open_dt'),
      cw_target_dt: time('target_dt'),
      cw_closed_dt: time('closed_dt'),
      ...Object.fromEntries(AS_THEY_ARE.map((name) => [`cw_${name}`, of(name)])),
    },
  });
}
