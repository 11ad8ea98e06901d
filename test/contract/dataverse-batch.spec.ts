import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type BatchItem,
  type BatchOperation,
  type ChangeSetOperation,
  contactTable,
  eq,
  isIn,
  type OperationResult,
} from '#lib/dataverse';
import { connectStandIn, type ConnectedStandIn } from './connected-stand-in.js';
import type { DataverseStandIn } from '../support/dataverse-stand-in.js';

const guidOf = (n: number) => `0b0b0b0b-0000-4000-8000-${String(n).padStart(12, '0')}`;

const create = (lastname: string, n: number, rest: Partial<ChangeSetOperation> = {}): ChangeSetOperation => ({
  operation: 'contact.create',
  method: 'POST',
  path: 'contacts',
  body: { contactid: guidOf(n), lastname },
  repeatable: true,
  table: contactTable,
  expect: [204],
  ...rest,
});

const read = (n: number): BatchOperation => ({
  operation: 'contact.retrieve',
  method: 'GET',
  path: `contacts(${guidOf(n)})?$select=fullname,_parentcustomerid_value`,
  repeatable: true,
  table: contactTable,
  expect: [200],
});

const tooLong = 'x'.repeat(51);
const outcomes = (results: readonly OperationResult[]) => results.map(({ outcome }) => outcome);
const bodyOf = (result: OperationResult | undefined): unknown =>
  result?.outcome === 'answered' ? JSON.parse(result.response.body) : result;

/** What no page says of a failed change set, in both forms, and of how far a Content-ID reaches. */
describe.each([
  { failedChangeSet: 'changeSetResponse', contentIds: 'inTheChangeSet' },
  { failedChangeSet: 'plainPart', contentIds: 'inTheBatch' },
] as const)('a batch and the stand-in: $failedChangeSet', (unknowns) => {
  let standIn: ConnectedStandIn;
  let dataverse: DataverseStandIn;

  beforeAll(async () => {
    standIn = await connectStandIn({ unknowns });
    ({ dataverse } = standIn);
  });

  afterAll(() => standIn.close());

  beforeEach(() => dataverse.reset());

  const batch = (items: readonly BatchItem[], continueOnError = false) =>
    standIn.client.webApi.batch(items, { continueOnError });
  const lastNames = async () =>
    (await dataverse.rows('contact')).map(({ lastname }) => String(lastname)).sort();

  it('carries out operations in their order, with every character as it was', async () => {
    const name = 'Ü–🚲\r\n--batch_1--"';
    const before = (await dataverse.stats()).requests;
    const results = await batch([
      create(name, 1),
      read(1),
      { changeSet: [{ ...create('', 1), method: 'PATCH', path: read(1).path, body: { firstname: 'Ann' } }] },
      read(1),
      { ...create('', 1), method: 'DELETE', path: `contacts(${guidOf(1)})`, body: undefined },
    ]);
    expect(outcomes(results)).toEqual(Array(5).fill('answered'));
    expect(bodyOf(results[1])).toMatchObject({ fullname: name });
    expect(bodyOf(results[3])).toMatchObject({ fullname: `Ann ${name}` });
    expect((await dataverse.stats()).requests).toBe(before + 1);
    expect(await lastNames()).toEqual([]);
  });

  it('ends at the first failure, and keeps what stands before it', async () => {
    const results = await batch([create('Kept', 1), create(tooLong, 2), create('Never', 3), read(1)]);
    expect(outcomes(results)).toEqual(['answered', 'refused', 'not-executed', 'not-executed']);
    expect(results[1]).toMatchObject({ error: { code: 'text-too-long', column: 'lastname', status: 400 } });
    expect(await lastNames()).toEqual(['Kept']);
  });

  it('takes a change set back as a whole, and goes on when asked to', async () => {
    const changeSet = [create('Undone', 1), create(tooLong, 2), create('Undone', 3)];
    const results = await batch([{ changeSet }, create('Next', 4), read(9), create('Last', 5)], true);
    expect(outcomes(results)).toEqual([
      'rolled-back',
      'refused',
      'rolled-back',
      'answered',
      'refused',
      'answered',
    ]);
    expect(results[0]).toMatchObject({ error: { code: 'text-too-long', operation: 'contact.create' } });
    expect(results[4]).toMatchObject({ error: { code: 'row-not-found', operation: 'contact.retrieve' } });
    expect(await lastNames()).toEqual(['Last', 'Next']);
    const ended = await batch([{ changeSet }, read(4)]);
    expect(outcomes(ended)).toEqual(['rolled-back', 'refused', 'rolled-back', 'not-executed']);
  });

  it('lets an operation refer to the row of one before it in its change set, and of none behind it', async () => {
    const account = create('', 1, {
      path: 'accounts',
      body: { accountid: guidOf(1), name: 'Contoso' },
      contentId: 1,
    });
    const employee = create('', 2, {
      body: { contactid: guidOf(2), lastname: 'Smith', 'parentcustomerid_account@odata.bind': '$1' },
      contentId: 2,
    });
    const naming = create('', 2, { method: 'PATCH', path: '$2', body: { firstname: 'Ann' } });
    const early = await batch([{ changeSet: [employee, account] }]);
    expect(early).toMatchObject([{ outcome: 'refused', error: { status: 400 } }, { outcome: 'rolled-back' }]);
    const results = await batch([{ changeSet: [account, employee, naming] }, read(2)]);
    expect(outcomes(results)).toEqual(Array(4).fill('answered'));
    expect(bodyOf(results[3])).toMatchObject({ fullname: 'Ann Smith', _parentcustomerid_value: guidOf(1) });
  });

  it('is one batch again after a lost reply, and tells what had been done', async () => {
    await dataverse.hurt({ dropAfterCommit: { count: 1 } });
    const results = await batch([create('Once', 1), read(1)], true);
    expect(results).toMatchObject([
      { outcome: 'refused', error: { code: 'duplicate-row' } },
      { outcome: 'answered' },
    ]);
    expect(await lastNames()).toEqual(['Once']);
  });

  it('carries a query that is too long for a URL of its own', async () => {
    await batch([create('Müller', 1)]);
    const wanted = Array.from({ length: 1_500 }, (_, n) => `Ü${String(n).padStart(20, '0')}`);
    const filter = isIn(contactTable, 'lastName', ['Müller', ...wanted]);
    const found = [];
    for await (const { id } of standIn.client.query(contactTable, { select: [], filter })) found.push(id);
    expect(found).toEqual([guidOf(1)]);
    const short = eq(contactTable, 'lastName', 'Müller');
    expect(await standIn.client.count(contactTable, { filter: short })).toEqual({ exactly: 1 });
  });
});
