import { type CsvRecord, csvRecords } from '../reading/csv-records.js';
import { deliveredText } from '../reading/delivered-text.js';
import type { HandRow } from '../reading/hand-read.js';
import { cut, figure, joined, normal, numberOf } from '../reading/normal-form.js';
import type { HandSource } from './hand-source.js';

/** The road ratings of Syracuse. */
export const roadRatings: HandSource = {
  name: 'road-ratings',
  folder: 'assets/syracuse-roads',
  table: 'cw_asset',
  entitySet: 'cw_assets',
  encoding: 'utf-8',
  deliversEverything: true,
  read: async (path) => csvRecords(await deliveredText(path)).map(road),
};

const TEXTS = [
  ...['streetname', 'streettype', 'streetdirection', 'daterated', 'datelastoverlay', 'flushoil', 'class'],
  'pavement',
] as const;
const NUMBERS = ['block', 'overall', 'crack', 'patch', 'length', 'width'] as const;

function road(record: CsvRecord): HandRow {
  const of = (name: string) => normal(record[name]);
  const orNothing = (name: string) => (of(name) === 'NA' ? null : of(name));
  const number = (name: string) => numberOf(orNothing(name));
  const overall = number('overall');
  return {
    key: of('streetid') ?? undefined,
    reason: overall === null || !Number.isInteger(overall) || overall < 0 || overall > 10 ? 'R3' : undefined,
    content: [...TEXTS.map(of), ...NUMBERS.map((name) => figure(orNothing(name)))],
    wanted: {
      cw_name: cut(
        joined(' ', orNothing('block'), of('streetdirection'), of('streetname'), of('streettype')),
        200,
      ),
      cw_type: 'Road',
      cw_lastchecked: of('daterated'),
      cw_block: number('block'),
      cw_streetname: of('streetname'),
      cw_streettype: of('streettype'),
      cw_streetdirection: of('streetdirection'),
      cw_overall: overall,
      cw_crack: number('crack'),
      cw_patch: number('patch'),
      cw_length: number('length'),
      cw_width: number('width'),
      cw_datelastoverlay: of('datelastoverlay'),
      cw_flushoil: of('flushoil'),
      cw_class: of('class'),
      cw_pavement: of('pavement'),
    },
  };
}
