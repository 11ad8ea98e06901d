import { describe, expect, it } from 'vitest';
import { and, eq } from './filter.js';
import { incidentTable } from './incident.table.js';

describe('filters', () => {
  it('compare in the names and values of Dataverse', () => {
    const id = '0a0a0a0a-0000-0000-0000-000000000001';
    const filter = and(
      eq(incidentTable, 'title', "O'Brien' or 1 eq 1"),
      eq(incidentTable, 'origin', 'web'),
      eq(incidentTable, 'customer', id.toUpperCase()),
      eq(incidentTable, 'occurredOn', new Date(0)),
      eq(incidentTable, 'followUpBy', '2025-01-31'),
      eq(incidentTable, 'isEscalated', false),
      eq(incidentTable, 'description', null),
    );
    expect(filter.expression).toBe(
      `title eq 'O''Brien'' or 1 eq 1' and caseorigincode eq 3 and _customerid_value eq ${id}` +
        ' and cw_occurredon eq 1970-01-01T00:00:00.000Z and followupby eq 2025-01-31' +
        ' and isescalated eq false and description eq null',
    );
  });

  it('let nothing but a GUID, a day and a known choice stand outside quotes', () => {
    expect(() => eq(incidentTable, 'customer', 'null or 1 eq 1')).toThrow(TypeError);
    expect(() => eq(incidentTable, 'origin', '3 or 1 eq 1' as 'web')).toThrow(TypeError);
    expect(() => eq(incidentTable, 'followUpBy', '2025-01-31 or 1 eq 1')).toThrow(TypeError);
  });
});
