import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestOrganization } from '../../test/organization.js';
import type { DataverseError } from '../errors.js';
import { Table } from '../schema/table.js';
import { checkNumber } from './check-number.js';

/** PAD/webapi/compose-http-requests-handle-errors.md and PAD/reference/web-service-error-codes. */
describe('what a column takes', () => {
  let organization: TestOrganization;
  let id: string;
  beforeAll(async () => {
    organization = await TestOrganization.start();
    id = await organization.incident();
  });
  afterAll(() => organization.close());

  const write = (row: Record<string, unknown>) => organization.patch(`incidents(${id})`, row);
  const read = async (column: string) =>
    (await organization.get(`incidents(${id})?$select=${column}`)).json[column];

  it('text up to its length, and not a character more', async () => {
    expect((await write({ title: 'x'.repeat(200) })).status).toBe(204);
    const { status, error } = await write({ title: 'x'.repeat(201) });
    expect([status, error]).toEqual([
      400,
      {
        code: '0x80044331',
        message:
          "A validation error occurred.  The length of the 'title' attribute of the 'incident' entity exceeded the maximum allowed length of '200'.",
      },
    ]);
    expect(await read('title')).toBe('x'.repeat(200));
  });

  it('text counted in UTF-16 units: an emoji counts twice', async () => {
    expect((await write({ title: '🚲'.repeat(100) })).status).toBe(204);
    expect((await write({ title: '🚲'.repeat(101) })).error?.code).toBe('0x80044331');
    expect(await read('title')).toBe('🚲'.repeat(100));
  });

  it('an empty text as no text', async () => {
    await write({ description: 'something' });
    await write({ description: '' });
    expect(await read('description')).toBeNull();
  });

  it('no characters that XML cannot hold', async () => {
    for (const title of ['a\u0000b', 'a\ud800b', 'a\u0007b']) {
      expect([(await write({ title })).status, title]).toEqual([400, title]);
    }
    expect((await write({ title: 'tab\tand\r\nline' })).status).toBe(204);
  });

  it('a choice out of its list only', async () => {
    const { status, error } = await write({ prioritycode: 9 });
    expect([status, error]).toEqual([
      400,
      {
        code: '0x8004431a',
        message:
          "A validation error occurred. The value 9 of 'prioritycode' on record of type 'incident' is outside the valid range. Accepted Values: 1,2,3",
      },
    ]);
    expect((await write({ prioritycode: 1, caseorigincode: 700610000, cw_category: 100000099 })).status).toBe(
      204,
    );
    expect(await read('cw_category')).toBe(100000099);
  });

  it('numbers within their bounds', async () => {
    expect((await write({ cw_latitude: 90, cw_longitude: -180 })).status).toBe(204);
    expect((await write({ cw_latitude: 90.01 })).error?.code).toBe('0x80044330');
  });

  it('a point in time in UTC, to the second, whatever the offset', async () => {
    expect((await write({ cw_occurredon: '2024-03-10T23:30:15.678-05:00' })).status).toBe(204);
    expect(await read('cw_occurredon')).toBe('2024-03-11T04:30:15Z');
    expect((await write({ cw_occurredon: '1752-12-31T00:00:00Z' })).error?.code).toBe('0x80040239');
  });

  it('a day as it is', async () => {
    expect((await write({ followupby: '2024-02-29' })).status).toBe(204);
    expect(await read('followupby')).toBe('2024-02-29');
  });

  it('null, which empties it', async () => {
    await write({ cw_latitude: 1, followupby: '2024-02-29', cw_category: 100000000 });
    await write({ cw_latitude: null, followupby: null, cw_category: null });
    expect([await read('cw_latitude'), await read('followupby'), await read('cw_category')]).toEqual([
      null,
      null,
      null,
    ]);
  });

  it.each([
    ['title', 42, "Cannot convert the literal '42' to the expected type 'Edm.String'."],
    ['title', ['a'], "to the expected type 'Edm.String'."],
    ['prioritycode', 'High', "Cannot convert the literal 'High' to the expected type 'Edm.Int32'."],
    ['prioritycode', 1.5, "'Edm.Int32'"],
    ['prioritycode', 2 ** 40, "'Edm.Int32'"],
    ['isescalated', 'true', "'Edm.Boolean'"],
    ['cw_latitude', '42.3', "'Edm.Double'"],
    ['cw_occurredon', '2024-05-01', "'Edm.DateTimeOffset'"],
    ['cw_occurredon', '2024-05-01T10:00:00', "'Edm.DateTimeOffset'"],
    ['cw_occurredon', '2024-02-30T10:00:00Z', "'Edm.DateTimeOffset'"],
    ['followupby', '2024-05-01T10:00:00Z', "'Edm.Date'"],
    ['followupby', '2023-02-29', "'Edm.Date'"],
  ])('no literal of another type: %s = %j', async (column, value, message) => {
    const { status, error } = await write({ [column]: value });
    expect([status, error?.code]).toEqual([400, '0x0']);
    expect(error?.message).toContain(message);
  });

  it('no id that is none', async () => {
    expect((await organization.post('contacts', { contactid: 'abc' })).error?.message).toContain(
      "'Edm.Guid'",
    );
  });

  it('nothing at all when it does not exist, in the documented words', async () => {
    const { status, error } = await organization.post('accounts', { Name: 'A' });
    expect([status, error]).toEqual([
      400,
      {
        code: '0x0',
        message:
          "An error occurred while validating input parameters: Microsoft.Crm.CrmException: Invalid property 'Name' was found in entity 'Microsoft.Dynamics.CRM.account'. ---> Microsoft.OData.ODataException: Does not support untyped value in non-open type.",
      },
    ]);
  });
});

describe('a number', () => {
  const table = new Table({
    name: 'place',
    schemaName: 'Place',
    entitySet: 'places',
    primaryId: 'placeid',
    columns: [],
    states: [],
    keys: [],
  });
  const latitude = { name: 'latitude', type: 'double', min: -90, max: 90, precision: 5 } as const;

  /** PAD/webapi/create-entity-web-api.md, "Create with data returned" */
  it('keeps the places behind the point that its column has', () => {
    expect(checkNumber(table, latitude, 47.639583)).toBe(47.63958);
    expect(checkNumber(table, { ...latitude, precision: undefined }, 47.639583)).toBe(47.639583);
  });

  it('is refused outside of its bounds, with a code of its own when it is whole', () => {
    const code = (work: () => unknown) => {
      try {
        return work();
      } catch (error) {
        return (error as DataverseError).code;
      }
    };
    expect(code(() => checkNumber(table, latitude, 91))).toBe('0x80044330');
    expect(code(() => checkNumber(table, { name: 'floors', type: 'integer', min: 0 }, -1))).toBe(
      '0x8004432f',
    );
    expect(code(() => checkNumber(table, { name: 'floors', type: 'integer' }, 3_000_000_000))).toBe('0x0');
  });
});
