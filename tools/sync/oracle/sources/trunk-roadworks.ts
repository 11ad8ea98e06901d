import { XMLParser } from 'fast-xml-parser';
import proj4 from 'proj4';
import { deliveredText } from '../reading/delivered-text.js';
import type { HandRow } from '../reading/hand-read.js';
import { inUtc, localTime } from '../reading/local-time.js';
import { cut, figure, joined, normal, numberOf } from '../reading/normal-form.js';
import type { HandSource } from './hand-source.js';

/** The planned roadworks of Highways England. */
export const trunkRoadworks: HandSource = {
  name: 'trunk-roadworks',
  folder: 'workorders/highways-england',
  table: 'cw_workorder',
  entitySet: 'cw_workorders',
  encoding: 'latin1',
  deliversEverything: true,
  read: async (path) => {
    const parser = new XMLParser({ parseTagValue: false, trimValues: false, processEntities: true });
    const document = parser.parse(await deliveredText(path, 'latin1')) as Document;
    return document.ha_planned_roadworks.ha_planned_works.map(works);
  },
};

interface Document {
  ha_planned_roadworks: { ha_planned_works: Record<string, string>[] };
}

/** The National Grid of Great Britain: https://epsg.io/27700 */
const grid = proj4(
  '+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy ' +
    '+towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489 +units=m +no_defs',
);

const TEXTS = [
  ...['road', 'local_authority', 'location', 'start_date', 'end_date', 'expected_delay', 'description'],
  ...['traffic_management', 'closure_type', 'status', 'published_date'],
] as const;

function works(record: Record<string, string>): HandRow {
  const of = (name: string) => normal(record[name]);
  const time = (name: string) => localTime(of(name), 'Europe/London');
  const [start, end] = [time('start_date'), time('end_date')];
  const centre = [of('centre_easting'), of('centre_northing')];
  const [easting = null, northing = null] = centre.some((text) => numberOf(text) === 0) ? [] : centre;
  const [x, y] = [numberOf(easting), numberOf(northing)];
  const [longitude, latitude] = x === null || y === null ? [null, null] : grid.inverse([x, y]);
  return {
    key: of('reference_number') ?? undefined,
    reason: start && end && end < start ? 'R3' : undefined,
    content: [...TEXTS.map(of), figure(easting), figure(northing)],
    wanted: {
      cw_name: cut(joined(' ', of('road'), of('location')), 400),
      cw_plannedstart: inUtc(start),
      cw_plannedend: inUtc(end),
      cw_status: of('status'),
      cw_description: cut(of('description'), 4_000),
      cw_authority: of('local_authority'),
      cw_road: of('road'),
      cw_location: of('location'),
      cw_expected_delay: of('expected_delay'),
      cw_traffic_management: of('traffic_management'),
      cw_closure_type: of('closure_type'),
      cw_centre_easting: x,
      cw_centre_northing: y,
      cw_latitude: latitude,
      cw_longitude: longitude,
      cw_published_date: inUtc(time('published_date')),
    },
  };
}
