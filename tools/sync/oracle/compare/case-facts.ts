import { DateTime } from 'luxon';
import type { DataverseReader, TableRow } from '../ground/dataverse-reader.js';
import { countBy, type Facts } from './differences.js';

/** Where a city's facts stand in Dataverse. */
interface FactColumns {
  readonly closed: string;
  readonly status: string;
}

const COLUMNS: Readonly<Record<string, FactColumns>> = {
  'case-archive-boston': { closed: 'cw_closed_dt', status: 'cw_case_status' },
  'case-archive-nyc': { closed: 'cw_closed_date', status: 'cw_status' },
};

const SELECTED = [
  ...['title', 'description', 'statecode', 'cw_occurredon', 'cw_latitude', 'cw_neighborhood', 'cw_source'],
  ...['cw_ontime_status', 'cw_submittedphoto', 'cw_location_zipcode'],
];

/** A case, as far as facts are told of it. */
interface Case {
  readonly row: TableRow;
  readonly status: string;
  /** On the clocks of the city. */
  readonly opened: DateTime;
  readonly closed: DateTime | undefined;
}

/** What expected.json says of cases, counted among those that Dataverse holds of a source; and how many it holds as closed. */
export async function caseFacts(
  dataverse: DataverseReader,
  source: string,
): Promise<{ facts: Facts; closed: number }> {
  const { closed, status } = COLUMNS[source] ?? { closed: '', status: '' };
  const rows = await dataverse.rows(
    'incidents',
    [...SELECTED, closed, status],
    `cw_sourcesystem eq '${source}'`,
  );
  const cases = rows.map((row) => ({
    row,
    status: String(row[status]),
    opened: inCity(row['cw_occurredon']) ?? DateTime.invalid('missing'),
    closed: inCity(row[closed]),
  }));
  return { facts: factsOf(cases), closed: rows.filter(({ statecode }) => statecode === 1).length };
}

function factsOf(cases: readonly Case[]): Facts {
  const having = (fits: (row: TableRow) => boolean) => cases.filter(({ row }) => fits(row)).length;
  const texts = (column: string) =>
    countBy(
      cases.filter(({ row }) => row[column] != null),
      ({ row }) => String(row[column]),
    );
  const places = having(({ cw_latitude: latitude }) => latitude === null);
  return {
    cases: cases.length,
    status: countBy(cases, ({ status }) => status),
    closed_before_opened: cases.filter(({ opened, closed }) => closed && closed < opened).length,
    time_to_close_local: countBy(
      cases.filter(({ closed }) => closed),
      timeToClose,
    ),
    opened_by_month_local: countBy(cases, ({ opened }) => opened.toFormat('yyyy-MM')),
    opened_by_month_utc: countBy(cases, ({ opened }) => opened.toUTC().toFormat('yyyy-MM')),
    by_type: texts('title'),
    top_types: texts('title'),
    top_neighbourhoods: texts('cw_neighborhood'),
    source: texts('cw_source'),
    on_time: countBy(cases, ({ row }) => String(row['cw_ontime_status'] ?? '(none)')),
    with_photo_link: having(({ cw_submittedphoto: photo }) => photo !== null),
    position_is_placeholder: places,
    without_coordinates: places,
    replacement_character: having(({ description }) => String(description).includes('\ufffd')),
    zip_without_leading_zero: having(({ cw_location_zipcode: zip }) => /^\d{4}(\.0)?$/.test(String(zip))),
  };
}

const inCity = (value: TableRow[string]): DateTime | undefined =>
  value == null ? undefined : DateTime.fromISO(String(value), { zone: 'America/New_York' });

/** As the clocks there say it, whatever they were set to in between. */
function timeToClose({ opened, closed }: Case): string {
  const onTheClock = (time: DateTime) => time.setZone('UTC', { keepLocalTime: true });
  const hours = closed ? onTheClock(closed).diff(onTheClock(opened)).as('hours') : NaN;
  if (hours < 0) return 'before it was opened';
  if (hours <= 24) return 'within 24 h';
  if (hours <= 7 * 24) return 'within 7 days';
  return hours <= 30 * 24 ? 'within 30 days' : 'later';
}

/** Only what is expected, for a list of the first few says nothing of the others, and no city has what the other tells. */
export const onlyExpected = (expected: Facts, found: Facts): Facts =>
  Object.fromEntries(
    Object.entries(found).flatMap(([name, fact]) => {
      const wanted = expected[name];
      if (wanted === undefined) return [];
      const isList = name.startsWith('top_') && typeof wanted === 'object' && typeof fact === 'object';
      return [[name, isList ? onlyExpected(wanted, fact) : fact]];
    }),
  );
