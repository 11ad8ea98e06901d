import { describe, expect, it } from 'vitest';
import { selectOf } from './column-names.js';
import { incidentTable } from '../tables/incident.table.js';

describe('selectOf', () => {
  it('asks for the id and for lookups by their value', () => {
    expect(selectOf(incidentTable, ['ticketNumber', 'customer'])).toBe(
      'incidentid,ticketnumber,_customerid_value',
    );
  });
});
