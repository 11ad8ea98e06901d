import { describe, expect, it } from 'vitest';
import { accountTable } from '../tables/account.table.js';
import { contactTable } from '../tables/contact.table.js';
import { incidentTable } from '../tables/incident.table.js';
import { rowOf } from './row-address.js';
import { MappingError } from '../errors/mapping-error.js';
import { fromDataverse, toDataverse } from './row-mapping.js';

const id = '0a0a0a0a-0000-0000-0000-000000000001';

describe('toDataverse', () => {
  it("writes in Dataverse's names", () => {
    const row = {
      title: 'A hole',
      origin: 'web',
      isEscalated: false,
      latitude: 51.5,
      occurredOn: new Date(0),
      followUpBy: '2025-01-31',
    };
    expect(toDataverse(incidentTable, row)).toEqual({
      title: 'A hole',
      caseorigincode: 3,
      isescalated: false,
      cw_latitude: 51.5,
      cw_occurredon: '1970-01-01T00:00:00.000Z',
      followupby: '2025-01-31',
    });
  });

  it('binds a lookup by GUID and by key, through the navigation property of the table it points to', () => {
    expect(toDataverse(incidentTable, { customer: rowOf(accountTable, id) })).toEqual({
      'customerid_account@odata.bind': `/accounts(${id})`,
    });
    expect(toDataverse(incidentTable, { customer: rowOf(contactTable, { key: 'ab' }) })).toEqual({
      'customerid_contact@odata.bind': "/contacts(cw_key='ab')",
    });
  });

  it('empties with null, and leaves out what is undefined', () => {
    const changes = { description: null, title: undefined, primaryContact: null, category: null };
    expect(toDataverse(incidentTable, changes)).toEqual({
      description: null,
      primarycontactid: null,
      cw_category: null,
    });
  });

  it.each<[Record<string, unknown>]>([
    [{ nickName: 'x' }],
    [{ origin: 'pigeon' }],
    [{ origin: 'constructor' }],
    [{ customer: rowOf(incidentTable, id) }],
    [{ constructor: 'x' }],
  ])('refuses what the map does not know: %j', (row) => {
    expect(() => toDataverse(incidentTable, row)).toThrow(MappingError);
  });
});

describe('fromDataverse', () => {
  it('reads in our names, and only what came', () => {
    const body = {
      '@odata.etag': 'W/"1"',
      incidentid: id,
      ticketnumber: 'CAS-1',
      caseorigincode: 3,
      cw_occurredon: '1970-01-01T00:00:00Z',
      description: null,
      versionnumber: 7,
    };
    expect(fromDataverse(incidentTable, body)).toEqual({
      id,
      etag: 'W/"1"',
      ticketNumber: 'CAS-1',
      origin: 'web',
      occurredOn: new Date(0),
      description: null,
    });
  });

  it('keeps the number of a choice that an administrator added', () => {
    expect(fromDataverse(incidentTable, { incidentid: id, caseorigincode: 77 })).toEqual({ id, origin: 77 });
  });

  it('reads a lookup, with its table when there is only one', () => {
    const target = '0b0b0b0b-0000-0000-0000-000000000002';
    expect(fromDataverse(accountTable, { accountid: id, _primarycontactid_value: target })).toEqual({
      id,
      primaryContact: { id: target, table: 'contact' },
    });
    expect(fromDataverse(incidentTable, { incidentid: id, _customerid_value: target })).toEqual({
      id,
      customer: { id: target },
    });
  });

  it('tells what people see, and the table of every lookup, where annotations came', () => {
    const body = {
      incidentid: id,
      caseorigincode: 3,
      'caseorigincode@OData.Community.Display.V1.FormattedValue': 'Web',
      _customerid_value: id,
      '_customerid_value@OData.Community.Display.V1.FormattedValue': 'Contoso',
      '_customerid_value@Microsoft.Dynamics.CRM.lookuplogicalname': 'account',
    };
    expect(fromDataverse(incidentTable, body)).toEqual({
      id,
      origin: 'web',
      customer: { id, table: 'account' },
      formatted: { origin: 'Web', customer: 'Contoso' },
    });
  });

  it('gives back what was written', () => {
    const row = { firstName: 'Mary', preferredContactMethod: 'email' };
    expect(fromDataverse(contactTable, { contactid: id, ...toDataverse(contactTable, row) })).toEqual({
      id,
      ...row,
    });
  });
});
