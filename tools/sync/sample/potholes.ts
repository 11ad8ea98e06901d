import { roadRatings } from './road-ratings.js';
import { pick, type SampleSource, STREETS } from './sample-source.js';

const STREET_ID = 0;

/** Potholes that were filled, on the roads that are in every sample of the register. */
export const potholes: SampleSource = {
  columns: [
    ...['StreetID', 'TimeFilled', 'Latitude', 'Longitude', 'StreetNumber', 'Street Name', 'StreetType'],
    ...['StreetDirection', 'Location', 'VehicleName'],
  ],
  badBy: 'R5',
  steady: 0,
  leaves: false,
  spoilsKey: true,
  row: (number, version, random) => {
    const filled = new Date(Date.UTC(2025, 0, 6, 7) + number * 7 * 60_000);
    const street = pick(STREETS, random);
    const house = String(1 + Math.floor(random() * 200));
    return [
      ...[String(10_001 + Math.floor(random() * roadRatings.steady)), onTheClock(filled)],
      ...[(43 + random() / 10).toFixed(6), (-76 - random() / 10).toFixed(6), house, street, 'ST', ''],
      ...[`${house} ${street} ST`, `DP${1 + ((number + version) % 9)}`],
    ];
  },
  spoilt: (row) => row.with(STREET_ID, '99999999'),
};

/** `1/6/2025 7:05` */
const onTheClock = (time: Date): string =>
  `${time.getUTCMonth() + 1}/${time.getUTCDate()}/${time.getUTCFullYear()} ${time.getUTCHours()}:${String(time.getUTCMinutes()).padStart(2, '0')}`;
