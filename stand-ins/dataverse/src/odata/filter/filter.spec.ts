import { beforeAll, describe, expect, it } from 'vitest';
import { Memory } from '../../../test/memory.js';
import { takePage } from '../page.js';
import { readFilter } from './filter.js';

/**
 * Golden examples of learn.microsoft.com/power-apps/developer/data-platform/webapi/query/filter-rows, on tables that we have: where a
 * page filters by `revenue`, these filter by another number.
 */
describe('$filter', () => {
  const memory = new Memory();
  let litware: string;

  beforeAll(() => {
    const admin = memory.add('systemuser', { fullname: 'System Administrator' }).id;
    const by = { createdby: { table: 'systemuser', id: admin } };
    const susanna = memory.add('contact', {
      firstname: 'Susanna',
      lastname: 'Stubberod',
      fullname: 'Susanna',
      ...by,
    }).id;
    const primary = { primarycontactid: { table: 'contact', id: susanna } };
    litware = memory.add('account', {
      name: 'Litware, Inc. (sample)',
      cw_key: 'l',
      statecode: 0,
      ...primary,
    }).id;
    memory.add('account', { name: 'Adventure Works (sample)', accountnumber: 'A1', statecode: 1 });
    memory.add('account', { name: "Men's test clothes 100%", statecode: 0 });
    memory.add('account', { statecode: 0 });
    const parent = { parentcustomerid: { table: 'account', id: litware } };
    memory.add('contact', { firstname: 'Ann', lastname: 'ANN', statecode: 0, ...parent });
    memory.add('contact', { firstname: 'Bo', lastname: "O'Brian", statecode: 1, ...parent });
    for (const [index, value] of [5, 42.5, 2000].entries())
      memory.add('incident', {
        title: `Case ${index}`,
        cw_latitude: value,
        prioritycode: index + 1,
        isescalated: index === 0,
        followupby: `2024-05-1${4 + index}`,
        createdon: `2024-05-1${4 + index}T10:00:00Z`,
        customerid: { table: 'contact', id: susanna },
      });
  });

  const count = (table: string, text: string, aliases: Record<string, string> = {}) => {
    const scope = { tables: memory.tables, store: memory.store, now: memory.now, table: memory.table(table) };
    const filter = readFilter(text, scope, new Map(Object.entries(aliases)));
    const source = filter.candidates ?? (() => memory.store.scan(scope.table));
    return takePage({ source, filter, order: [], after: undefined, size: 5_000 }).rows.length;
  };

  it.each([
    ["(contains(name,'sample') or contains(name,'test')) and statecode eq 0", 2],
    ["contains(name,'(sample)') or contains(name,'test')", 3],
    ["contains(name,'sample') or contains(name,'test') and statecode eq 1", 2],
    ["not contains(name,'sample')", 2],
    ["not contains(name,'sample') and statecode eq 0", 2],
    ["not (contains(name,'sample') and statecode eq 0)", 3],
    ["endswith(name,'(SAMPLE)')", 2],
    ["startswith(name,'a')", 1],
    ["startswith(name,'%works')", 1],
    ["contains(name,'100[%]')", 1],
    ["contains(name,'l_tw[a-c]re')", 1],
    ["name eq 'men''s TEST clothes 100%'", 1],
    ["'Litware, Inc. (sample)' eq name", 1],
    ['name eq null', 1],
    ['name ne null', 3],
    ["name ne 'x'", 4],
    ["name gt 'b'", 2],
    ["name le 'b'", 1],
    ['null eq name', 1],
    ["accountnumber eq 'a1'", 1],
    ["cw_key eq 'L'", 1],
    ["cw_key eq 'L' and name eq 'x'", 0],
    ["primarycontactid/fullname eq 'susanna'", 1],
    ["primarycontactid/createdby/fullname eq 'System Administrator'", 1],
    ["primarycontactid/fullname ne 'x'", 4],
    ['_primarycontactid_value eq null', 3],
    ['contact_customer_accounts/any()', 1],
    ["contact_customer_accounts/any(c:c/lastname eq 'ann')", 1],
    ["contact_customer_accounts/any(c:contains(c/lastname,'n') and c/statecode eq 1)", 1],
    ['contact_customer_accounts/all(c:c/statecode eq 0)', 3],
    [
      "(contact_customer_accounts/any(c:c/firstname eq 'ann' and c/firstname eq c/lastname)) and contains(name,'Inc.')",
      1,
    ],
    ["not contact_customer_accounts/any(o:o/createdby/fullname eq 'x' or o/statecode eq 1)", 3],
  ])('of accounts: %s', (text, rows) => {
    expect(count('account', text)).toBe(rows);
  });

  it.each([
    ['firstname eq lastname', 1],
    ['firstname lt lastname', 1],
    ["lastname eq 'O''Brian'", 1],
    ["contains(lastname,'''')", 1],
  ])('of contacts: %s', (text, rows) => {
    expect(count('contact', text)).toBe(rows);
  });

  it.each([
    ['cw_latitude eq 42.5', 1],
    ['cw_latitude lt 2000 and cw_latitude gt 5', 1],
    ['cw_latitude ge 0.5e1', 3],
    ['cw_latitude gt -4', 3],
    ['prioritycode ne 2', 2],
    ['isescalated eq true', 1],
    ['isescalated ne true', 2],
    ['createdon gt 2024-05-15', 2],
    ['createdon ge 2024-05-15T12:00:00+02:00', 2],
    ['createdon gt 2024-05-15T10:00:00.001Z', 1],
    ['followupby eq 2024-05-15', 1],
    ['followupby eq 2024-05-15T00:00:00Z', 1],
    ['followupby ge 2024-05-15T00:00:01Z', 1],
    ["customerid_contact/lastname eq 'stubberod'", 3],
    ['customerid_account/name eq null', 3],
    ['Microsoft.Dynamics.CRM.Between(PropertyName=\'cw_latitude\',PropertyValues=["5","2000"])', 3],
    ['Microsoft.Dynamics.CRM.NotBetween(PropertyName=\'cw_latitude\',PropertyValues=["6","2000"])', 1],
    [
      "Microsoft.Dynamics.CRM.In(PropertyName='prioritycode',PropertyValues=['1','3']) and cw_latitude gt 5",
      1,
    ],
    ["Microsoft.Dynamics.CRM.NotIn(PropertyName='prioritycode',PropertyValues=['1'])", 2],
    ["Microsoft.Dynamics.CRM.Today(PropertyName='createdon')", 1],
    ["Microsoft.Dynamics.CRM.Yesterday(PropertyName='followupby')", 1],
    ["Microsoft.Dynamics.CRM.LastXDays(PropertyName='createdon',PropertyValue=1)", 2],
    ["Microsoft.Dynamics.CRM.LastXHours(PropertyName='createdon',PropertyValue=3)", 1],
    ["Microsoft.Dynamics.CRM.NextXDays(PropertyName='createdon',PropertyValue=1)", 1],
    ["Microsoft.Dynamics.CRM.OlderThanXHours(PropertyName='createdon',PropertyValue=3)", 1],
    ["Microsoft.Dynamics.CRM.ThisWeek(PropertyName='createdon')", 3],
    ["Microsoft.Dynamics.CRM.LastMonth(PropertyName='createdon')", 0],
    ["Microsoft.Dynamics.CRM.On(PropertyName='createdon',PropertyValue='2024-05-16')", 1],
    ["Microsoft.Dynamics.CRM.OnOrAfter(PropertyName='createdon',PropertyValue='2024-05-15')", 2],
    ["Microsoft.Dynamics.CRM.OnOrBefore(PropertyName='createdon',PropertyValue='2024-05-15')", 2],
  ])('of cases: %s', (text, rows) => {
    expect(count('incident', text)).toBe(rows);
  });

  it('takes parameter aliases for columns, values and lists; one without a value is null', () => {
    const isIn = 'Microsoft.Dynamics.CRM.In(PropertyName=@p1,PropertyValues=@p2)';
    const names = { '@p1': "'lastname'", '@p2': '["OBrian","O\'Brian"]' };
    expect(count('contact', isIn, names)).toBe(1);
    expect(count('account', '@p1 ne @p3', { '@p1': 'name' })).toBe(3);
    expect(count('account', '@p1 eq @p2 or contains(name,@p2)', { '@p1': 'name', '@p2': "'sample'" })).toBe(
      2,
    );
  });

  it('asks the index for a primary id and for an alternate key, and nothing else', () => {
    const scope = {
      tables: memory.tables,
      store: memory.store,
      now: memory.now,
      table: memory.table('account'),
    };
    const candidates = (text: string) => readFilter(text, scope, 'none').candidates?.().length;
    expect(candidates(`accountid eq ${litware}`)).toBe(1);
    expect(candidates(`statecode eq 5 and accountid eq ${litware}`)).toBe(1);
    expect(candidates("cw_key eq 'none'")).toBe(0);
    expect(candidates('_primarycontactid_value eq 0d8ee54c-1a4b-4d1f-9a6c-000000000001')).toBe(0);
    expect(candidates(`accountid ne ${litware}`)).toBeUndefined();
    expect(candidates(`accountid eq ${litware} or statecode eq 0`)).toBeUndefined();
  });

  it('reads five hundred conditions', () => {
    const many = Array.from({ length: 500 }, (_, index) => `prioritycode eq ${index}`).join(' or ');
    expect(count('incident', many)).toBe(3);
  });
});
