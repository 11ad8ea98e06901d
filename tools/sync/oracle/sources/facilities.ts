import { type CsvRecord, csvRecords } from '../reading/csv-records.js';
import { deliveredText } from '../reading/delivered-text.js';
import type { HandRow } from '../reading/hand-read.js';
import { cut, figure, lower, normal, numberOf } from '../reading/normal-form.js';
import type { HandSource } from './hand-source.js';
import { noPlace } from './no-place.js';

/** The French list of car-pool places. */
export const facilities: HandSource = {
  name: 'facilities',
  folder: 'assets/bnlc',
  table: 'cw_asset',
  entitySet: 'cw_assets',
  encoding: 'utf-8',
  deliversEverything: true,
  read: async (path) => csvRecords(await deliveredText(path)).map(facility),
};

const TEXTS = [
  ...['id_local', 'nom_lieu', 'ad_lieu', 'com_lieu', 'insee', 'type', 'date_maj', 'source', 'horaires'],
  ...['proprio', 'comm'],
] as const;
const NUMBERS = ['xlong', 'ylat', 'nbre_pl', 'nbre_pmr', 'duree'] as const;
const BOOLEANS = ['ouvert', 'lumiere'] as const;

function facility(record: CsvRecord): HandRow {
  const of = (name: string) => normal(record[name]);
  const yesOrNo = (name: string) => {
    const said = lower(of(name));
    return said === 'true' || said === 'false' ? said : null;
  };
  const [longitude, latitude] = [numberOf(of('xlong')), numberOf(of('ylat'))];
  return {
    key: of('id_lieu') ?? undefined,
    reason: noPlace(latitude, longitude) ? 'R3' : undefined,
    content: [
      ...TEXTS.map(of),
      ...NUMBERS.map((name) => figure(of(name))),
      ...BOOLEANS.map((name) => lower(of(name))),
    ],
    wanted: {
      cw_name: cut(of('nom_lieu'), 200),
      cw_type: of('type'),
      cw_latitude: latitude,
      cw_longitude: longitude,
      cw_capacity: numberOf(of('nbre_pl')),
      cw_owner: of('proprio'),
      cw_lastchecked: of('date_maj'),
      cw_id_local: of('id_local'),
      cw_ad_lieu: of('ad_lieu'),
      cw_com_lieu: of('com_lieu'),
      cw_insee: of('insee'),
      cw_ouvert: yesOrNo('ouvert'),
      cw_source: of('source'),
      cw_nbre_pmr: numberOf(of('nbre_pmr')),
      cw_duree: numberOf(of('duree')),
      cw_horaires: of('horaires'),
      cw_lumiere: yesOrNo('lumiere'),
      cw_comm: of('comm'),
    },
  };
}
