import { describe, expect, it } from 'vitest';
import { contactTable } from '../tables/contact.table.js';
import { incidentTable } from '../tables/incident.table.js';
import { eq, ge, gt, isNotNull, isNull, le, lt, ne } from './comparison.js';
import { and, expressionOf, type Filter, not, or } from './filter.js';
import { isIn, isNotIn } from './is-in.js';
import { contains, endsWith, startsWith } from './text-match.js';

const id = '0a0a0a0a-0000-0000-0000-000000000001';

describe('comparisons', () => {
  it('compare in the names and values of Dataverse', () => {
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

  it('know which columns have an order', () => {
    const filters = [
      gt(incidentTable, 'latitude', 51.5),
      ge(incidentTable, 'occurredOn', new Date(0)),
      lt(incidentTable, 'followUpBy', '2025-01-31'),
      le(incidentTable, 'longitude', -1e-7),
      ne(incidentTable, 'origin', 'web'),
    ];
    expect(filters.map(({ expression }) => expression)).toEqual([
      'cw_latitude gt 51.5',
      'cw_occurredon ge 1970-01-01T00:00:00.000Z',
      'followupby lt 2025-01-31',
      'cw_longitude le -1e-7',
      'caseorigincode ne 3',
    ]);
    // @ts-expect-error A flag has no order.
    gt(incidentTable, 'isEscalated', true);
    // @ts-expect-error A choice is compared by name, and names have no order.
    gt(incidentTable, 'origin', 'web');
  });

  it('find what is empty, and what is not', () => {
    expect(isNull(incidentTable, 'customer').expression).toBe('_customerid_value eq null');
    expect(isNotNull(incidentTable, 'title').expression).toBe('title ne null');
  });

  it('let nothing but a value of the column’s kind stand outside quotes', () => {
    const crafty = ['0 or 1 eq 1'] as unknown;
    expect(() => eq(incidentTable, 'customer', 'null or 1 eq 1')).toThrow(TypeError);
    expect(() => eq(incidentTable, 'origin', '3 or 1 eq 1' as 'web')).toThrow(TypeError);
    expect(() => eq(incidentTable, 'followUpBy', '2025-01-31 or 1 eq 1')).toThrow(TypeError);
    expect(() => eq(incidentTable, 'latitude', crafty as number)).toThrow(TypeError);
    expect(() => eq(incidentTable, 'latitude', '0 or 1 eq 1' as unknown as number)).toThrow(TypeError);
    expect(() => eq(incidentTable, 'isEscalated', crafty as boolean)).toThrow(TypeError);
    expect(() => eq(incidentTable, 'title', crafty as string)).toThrow(TypeError);
    expect(() => eq(incidentTable, 'occurredOn', '1970-01-01' as unknown as Date)).toThrow(TypeError);
    expect(() => eq(incidentTable, 'title eq 1 or title' as 'title', 'a')).toThrow(TypeError);
  });
});

describe('half a surrogate pair', () => {
  it('is no text, wherever a filter would hold it', () => {
    for (const compare of [eq, ne])
      expect(() => compare(incidentTable, 'title', 'a\udc00')).toThrow(TypeError);
    for (const match of [contains, startsWith, endsWith])
      expect(() => match(incidentTable, 'title', 'a\udc00')).toThrow(TypeError);
    for (const list of [isIn, isNotIn])
      expect(() => list(incidentTable, 'title', ['a', 'a\udc00'])).toThrow(TypeError);
  });
});

describe('and, or, not', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((title) => eq(incidentTable, 'title', title)) as [
    Filter<'incident'>,
    Filter<'incident'>,
    Filter<'incident'>,
  ];

  it('put parentheses where the meaning needs them', () => {
    expect(and(a, or(b, c)).expression).toBe("title eq 'a' and (title eq 'b' or title eq 'c')");
    expect(or(and(a, b), c).expression).toBe("(title eq 'a' and title eq 'b') or title eq 'c'");
    expect(and(and(a, b), c).expression).toBe("title eq 'a' and title eq 'b' and title eq 'c'");
    expect(and(not(or(a, b)), c).expression).toBe("not (title eq 'a' or title eq 'b') and title eq 'c'");
    expect(or(a).expression).toBe("title eq 'a'");
    expect(and(or(a, b)).expression).toBe("title eq 'a' or title eq 'b'");
    expect(and(a, or(or(b, c))).expression).toBe("title eq 'a' and (title eq 'b' or title eq 'c')");
  });

  it('do not mix tables', () => {
    const ofContacts = eq(contactTable, 'lastName', 'Smith');
    // @ts-expect-error These are filters of two tables.
    expect(() => and(a, ofContacts)).toThrow(TypeError);
    expect(() => expressionOf(ofContacts, 'incident')).toThrow(TypeError);
  });

  it('take nothing that was not built here', () => {
    const forged = { table: 'incident', expression: '1 eq 1' };
    expect(() => expressionOf(forged as Filter, 'incident')).toThrow(TypeError);
  });

  it('negate no query function of Dataverse, however deep', () => {
    const list = isIn(incidentTable, 'origin', ['web']);
    expect(() => not(list)).toThrow(TypeError);
    expect(() => not(and(a, or(b, list)))).toThrow(TypeError);
  });
});

describe('contains, startsWith, endsWith', () => {
  it('take the wildcards of the service for letters', () => {
    expect(contains(incidentTable, 'title', "100% of O'Brien_[a]^").expression).toBe(
      "contains(title,'100[%] of O''Brien[_][[]a]^')",
    );
    expect(startsWith(incidentTable, 'title', '%').expression).toBe("startswith(title,'[%]')");
    expect(endsWith(incidentTable, 'key', '_').expression).toBe("endswith(cw_key,'[_]')");
  });

  it('are for text alone', () => {
    // @ts-expect-error A choice is no text.
    expect(() => contains(incidentTable, 'origin', 'web')).toThrow(TypeError);
    expect(() => contains(incidentTable, 'title', ['a'] as unknown as string)).toThrow(TypeError);
  });
});

describe('isIn and isNotIn', () => {
  it('give the values as JSON, in which a quote needs no doubling', () => {
    expect(isIn(incidentTable, 'title', ["O'Brien", 'a "b"']).expression).toBe(
      `Microsoft.Dynamics.CRM.In(PropertyName='title',PropertyValues=["O'Brien","a \\"b\\""])`,
    );
    expect(isNotIn(incidentTable, 'origin', ['web', 'email']).expression).toBe(
      `Microsoft.Dynamics.CRM.NotIn(PropertyName='caseorigincode',PropertyValues=["3","2"])`,
    );
    expect(isIn(incidentTable, 'customer', [id]).expression).toBe(
      `Microsoft.Dynamics.CRM.In(PropertyName='customerid',PropertyValues=["${id}"])`,
    );
    expect(isIn(incidentTable, 'latitude', [1, 2.5]).expression).toBe(
      `Microsoft.Dynamics.CRM.In(PropertyName='cw_latitude',PropertyValues=["1","2.5"])`,
    );
  });

  it('refuse an empty list, and values of another kind', () => {
    expect(() => isIn(incidentTable, 'title', [])).toThrow(TypeError);
    expect(() => isIn(incidentTable, 'title', [7 as unknown as string])).toThrow(TypeError);
    expect(() => isIn(incidentTable, 'customer', ['x'])).toThrow(TypeError);
    // @ts-expect-error A flag has two values: compare it.
    expect(() => isIn(incidentTable, 'isEscalated', [true])).toThrow(TypeError);
  });
});
