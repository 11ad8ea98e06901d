import { createHash, createHmac } from 'node:crypto';
import type { StoredRow } from '../../support/dataverse-control.js';
import { type Finding, found } from '../finding.js';
import { groupBy } from '../group-by.js';
import type { SyncDump } from './dump.js';
import type { Expected, ExpectedRow } from './expected.js';
import type { Case, Customer } from './story.js';

/** The longest description of a case: the column's length in dataverse/schema.yaml. */
const DESCRIPTION_LENGTH = 2_000;

/** The state of a row that is inactive, and of a case that is resolved. */
const OVER = 1;

/**
 * Holds the rows of the stand-in against what must come of the deliveries: each row once, by the key that is documented, with its values,
 * its state and the rows that it is bound to; a case closed once, with one note where its text is too long. It knows nothing of the sync.
 */
export function checkRows(dump: SyncDump, expected: Expected, keySecret: string): Finding[] {
  const books = new Books(dump, keySecret);
  return [
    ...books.check('contact', expected.contacts.inDataverse(), 'emailaddress1', (row) => books.contact(row)),
    ...books.check('account', expected.customers.inDataverse(), 'cw_naturalkey', (row) => books.account(row)),
    ...books.check('incident', expected.cases.inDataverse(), 'cw_naturalkey', (row) => books.incident(row)),
    ...books.strayNotes(),
  ];
}

type Columns = Readonly<Record<string, unknown>>;
type Table = 'contact' | 'account' | 'incident';

class Books {
  private readonly emailById: ReadonlyMap<unknown, unknown>;
  private readonly customerById: ReadonlyMap<unknown, unknown>;
  private readonly notesOf: ReadonlyMap<unknown, StoredRow[]>;
  private readonly resolutionsOf: ReadonlyMap<unknown, StoredRow[]>;

  constructor(
    private readonly dump: SyncDump,
    private readonly keySecret: string,
  ) {
    this.emailById = new Map(dump.contacts.map((row) => [row['contactid'], row['emailaddress1']]));
    this.customerById = new Map(dump.accounts.map((row) => [row['accountid'], row['cw_naturalkey']]));
    this.notesOf = groupBy(dump.notes, (row) => row['_objectid_value']);
    this.resolutionsOf = groupBy(dump.resolutions, (row) => row['_incidentid_value']);
  }

  check<Row>(
    table: Table,
    expected: ReadonlyMap<string, ExpectedRow<Row>>,
    keyColumn: string,
    columnsOf: (row: ExpectedRow<Row>) => Columns,
  ): Finding[] {
    const rows = groupBy(this.rowsOf(table), (row) => String(row[keyColumn]));
    const strangers = [...rows.keys()].filter((key) => !expected.has(key));
    return [
      ...[...expected].flatMap(([key, row]) =>
        this.checkRow(`${table} ${key}`, rows.get(key) ?? [], columnsOf(row)),
      ),
      ...strangers.map((key): Finding => ({ kind: 'wrong', what: `${table} ${key} should not be there` })),
    ];
  }

  contact({ values: { email }, isActive }: ExpectedRow<{ email: string }>): Columns {
    return {
      cw_key: createHmac('sha256', this.keySecret).update(`customers/contacts\u001f${email}`).digest('hex'),
      cw_sourcesystem: 'customers/contacts',
      lastname: email,
      statecode: isActive ? 0 : OVER,
    };
  }

  account({ values: { number, name, city, email }, isActive }: ExpectedRow<Customer>): Columns {
    return {
      cw_key: hashed(`customers\u001f${number}`),
      cw_sourcesystem: 'customers',
      cw_customernumber: number,
      name,
      address1_city: city,
      contact: email || undefined,
      statecode: isActive ? 0 : OVER,
    };
  }

  incident({ values, isClosed }: ExpectedRow<Case>): Columns {
    const { number, customer, title, description, status } = values;
    const isLong = description.length > DESCRIPTION_LENGTH;
    return {
      cw_key: hashed(`cases\u001f${number}`),
      cw_sourcesystem: 'cases',
      title,
      description: isLong ? `${description.slice(0, DESCRIPTION_LENGTH - 1)}…` : description,
      cw_case_status: status,
      customer,
      statecode: isClosed ? OVER : 0,
      resolutions: isClosed ? 1 : 0,
      notes: isLong ? [description] : [],
    };
  }

  strayNotes(): Finding[] {
    const cases = new Set(this.dump.incidents.map((row) => row['incidentid']));
    const strays = [...this.notesOf.keys(), ...this.resolutionsOf.keys()].filter((id) => !cases.has(id));
    return strays.map((id) => ({
      kind: 'wrong',
      what: `a note or resolution is of ${String(id)}, which is no case`,
    }));
  }

  private rowsOf(table: Table): readonly StoredRow[] {
    const { accounts, contacts, incidents } = this.dump;
    switch (table) {
      case 'account':
        return accounts.map((row) => ({
          ...row,
          contact: this.emailById.get(row['_primarycontactid_value']),
        }));
      case 'contact':
        return contacts;
      case 'incident':
        return incidents.map((row) => ({
          ...row,
          customer: this.customerById.get(row['_customerid_value']),
          resolutions: this.resolutionsOf.get(row['incidentid'])?.length ?? 0,
          notes: (this.notesOf.get(row['incidentid']) ?? []).map((note) => note['notetext']),
        }));
    }
  }

  private checkRow(name: string, [row, ...more]: readonly StoredRow[], columns: Columns): Finding[] {
    if (!row) return [{ kind: 'lost', what: `${name} is not there` }];
    const differing = Object.keys(columns).filter((column) => !isSame(row[column], columns[column]));
    return [
      ...found(more.length > 0, 'doubled', `${name} is there ${more.length + 1} times`),
      ...differing.map((column) => differenceIn(name, column, row[column], columns[column])),
    ];
  }
}

const hashed = (text: string): string => createHash('sha256').update(text).digest('hex');

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

function differenceIn(name: string, column: string, is: unknown, should: unknown): Finding {
  const isMore =
    (column === 'resolutions' && Number(is) > Number(should)) || (column === 'notes' && lengthOf(is) > 1);
  const what = `${name} has ${column} ${inWords(is)} and not ${inWords(should)}`;
  return { kind: isMore ? 'doubled' : 'wrong', what };
}

const lengthOf = (value: unknown): number => (Array.isArray(value) ? value.length : 0);

const inWords = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 60);

/** All that a second run over the same deliveries must leave as it was. */
export function checkUntouched(before: SyncDump, after: SyncDump): Finding[] {
  return (Object.keys(before) as (keyof SyncDump)[]).flatMap((table) =>
    found(
      !isSame(sorted(before[table]), sorted(after[table])),
      'wrong',
      `a second run over the same deliveries has changed ${table}`,
    ),
  );
}

const sorted = (rows: readonly StoredRow[]): string[] => rows.map((row) => JSON.stringify(row)).sort();
