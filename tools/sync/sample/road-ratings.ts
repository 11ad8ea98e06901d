import { pick, type SampleSource, STREET_TYPES, STREETS } from './sample-source.js';

const OVERALL = 5;

/** A register of roads with their ratings, of which the first hundred are always there for potholes. */
export const roadRatings: SampleSource = {
  columns: [
    ...['streetID', 'block', 'streetName', 'streetType', 'streetDirection', 'overall', 'crack', 'patch'],
    ...['length', 'width', 'dateRated', 'dateLastOverlay', 'flushOil', 'class', 'pavement'],
  ],
  badBy: 'R3',
  steady: 100,
  leaves: true,
  spoilsKey: false,
  row: (number, version, random) => [
    ...[String(10_000 + number), String(100 * (1 + (number % 40))), pick(STREETS, random)],
    ...[pick(STREET_TYPES, random), random() < 0.2 ? pick(['N', 'S', 'E', 'W'], random) : ''],
    // A road gets worse with the years, and is as good as new at the end.
    ...[String(Math.floor(random() * 5) + (version % 6)), String(Math.floor(random() * 10))],
    ...[random() < 0.1 ? 'NA' : String(Math.floor(random() * 10))],
    ...[String(100 + Math.floor(random() * 900)), String(18 + Math.floor(random() * 20))],
    ...[`${1 + (number % 12)}/${1 + (number % 28)}/${2020 + (version % 6)}`, '', ''],
    ...[pick(['A', 'B', 'C'], random), pick(['Flexible', 'Rigid'], random)],
  ],
  spoilt: (row) => row.with(OVERALL, 'eleven'),
};
