import { describe, expect, it } from 'vitest';
import { contactTable } from '../tables/contact.table.js';
import { incidentTable } from '../tables/incident.table.js';
import { text } from './column.js';
import { type RowAddress, rowOf } from './row-address.js';
import type { NewRow, Row, RowChanges } from './row.js';
import { defineTable } from './table.js';

type NewIncident = NewRow<typeof incidentTable>;

const customer = rowOf(contactTable, { key: 'ab' });

/** The compiler is the test here: each of these comments fails the type check when there is no error below it. */
describe('the types of a table map', () => {
  it('demand what the service demands of a new row', () => {
    const complete: NewIncident = { customer, title: 'A hole', origin: 'web', latitude: 51.5 };
    // @ts-expect-error The service refuses a case without its customer.
    const incomplete: NewIncident = { title: 'A hole' };
    expect([complete, incomplete]).toHaveLength(2);
  });

  it('know the names of a choice and the tables of a lookup', () => {
    // @ts-expect-error There is no such origin.
    const origin: NewIncident = { customer, origin: 'carrier pigeon' };
    // @ts-expect-error A customer is a contact or an account.
    const wrongTable: NewIncident = { customer: rowOf(incidentTable, { key: 'ab' }) };
    expect([origin, wrongTable]).toHaveLength(2);
  });

  it('let nobody write what the server writes', () => {
    // @ts-expect-error The full name is made by the server.
    const contact: NewRow<typeof contactTable> = { fullName: 'Mary Smith' };
    // @ts-expect-error A ticket number is given once, when the case is created.
    const changes: RowChanges<typeof incidentTable> = { ticketNumber: 'CAS-1' };
    expect([contact, changes]).toHaveLength(2);
  });

  it('know no other columns', () => {
    // @ts-expect-error There is no such column.
    const contact: NewRow<typeof contactTable> = { nickName: 'M' };
    expect(Object.keys(contact).filter((name) => name in contactTable.columns)).toEqual([]);
  });

  it('give back only what was asked for', () => {
    const row: Row<typeof incidentTable, 'ticketNumber' | 'origin'> = {
      id: 'x',
      ticketNumber: 'CAS-1',
      origin: 7,
    };
    // @ts-expect-error The title was not asked for.
    expect(row.title).toBeUndefined();
  });

  it('tell the length of a column', () => {
    const length: 200 = incidentTable.columns.title.maxLength;
    expect(length).toBe(200);
  });

  it('know the alternate keys that are declared', () => {
    const address: RowAddress<typeof incidentTable> = { key: 'ab' };
    // @ts-expect-error The ticket number is no alternate key.
    const noKey: RowAddress<typeof incidentTable> = { ticketNumber: 'CAS-1' };
    // @ts-expect-error The key is text.
    const noText: RowAddress<typeof incidentTable> = { key: 7 };
    expect([address, noKey, noText]).toHaveLength(3);
  });
});

describe('defineTable', () => {
  it('refuses a name that every row has already', () => {
    const map = (name: string) => () =>
      defineTable({ name: 'a', entitySet: 'as', primaryId: 'aid', columns: { [name]: text('b', 1) } });
    for (const name of ['id', 'etag', 'formatted', 'expanded']) expect(map(name)).toThrow(TypeError);
    expect(map('name')).not.toThrow();
  });

  it('refuses a key of columns that are not there', () => {
    const columns = { code: text('b', 1) };
    // @ts-expect-error There is no such column.
    defineTable({ name: 'a', entitySet: 'as', primaryId: 'aid', columns, keys: [['number']] });
    const table = defineTable({ name: 'a', entitySet: 'as', primaryId: 'aid', columns, keys: [['code']] });
    expect(table.keys).toEqual([['code']]);
  });
});

describe('defineTable', () => {
  const rest = { name: 'thing', entitySet: 'things', primaryId: 'thingid' };

  it('refuses a name that each row has already', () => {
    expect(() => defineTable({ ...rest, columns: { etag: text('cw_etag', 10) } })).toThrow(
      new TypeError('The map of thing cannot call a column "etag".'),
    );
  });

  it('refuses two names for one column', () => {
    expect(() =>
      defineTable({ ...rest, columns: { one: text('cw_a', 10), other: text('cw_a', 10) } }),
    ).toThrow(new TypeError('The map of thing has two names for cw_a.'));
  });
});
