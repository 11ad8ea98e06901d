import { describe, expect, it } from 'vitest';
import { Categories } from '../categories/categories.js';
import type { InboxCase } from '../inbox/inbox.schema.js';
import { overlongDescription, toIncident } from './incident.mapper.js';

const category = Categories.fromFile(new URL('../../categories.yaml', import.meta.url).pathname).find(
  'roads',
);
const submission = {
  category: 'Pot holes',
  title: 'Hole',
  location: { point: { latitude: 52, longitude: -1 } },
};

const caseOf = (fields: Partial<InboxCase>): InboxCase =>
  ({ reference: 'CW-0000-0000-0001', consumer: 'website', submission, ...fields }) as InboxCase;

describe('toIncident', () => {
  it('keeps the category as it was written beside the choice', () => {
    expect(toIncident(caseOf({}), category)).toMatchObject({
      category: 'roadsAndPavements',
      categoryText: 'Pot holes',
      caseType: 'problem',
    });
  });

  it('makes the same key for the same external reference of the same consumer only', () => {
    const external = { ...submission, externalReference: { system: 'portal', id: '1' } };
    const keyOf = (fields: Partial<InboxCase>) => toIncident(caseOf(fields), category).key;
    const key = keyOf({ submission: external });
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(keyOf({ submission: external, reference: 'CW-0000-0000-0002' })).toBe(key);
    expect(keyOf({ submission: external, consumer: 'partner' })).not.toBe(key);
    expect(
      keyOf({ submission: { ...submission, externalReference: { system: 'portal1', id: '' } } }),
    ).not.toBe(key);
    expect(keyOf({})).not.toBe(keyOf({ reference: 'CW-0000-0000-0002' }));
  });

  it('writes times in UTC', () => {
    const occurred = { ...submission, occurredAt: '2026-03-01T14:30:00+01:00' };
    expect(toIncident(caseOf({ submission: occurred }), category).occurredOn).toEqual(
      new Date('2026-03-01T13:30:00.000Z'),
    );
  });

  it('leaves the whole of a long description for a note, and only of a long one', () => {
    expect(overlongDescription({ ...submission, description: 'x'.repeat(2000) })).toBeUndefined();
    expect(overlongDescription({ ...submission, description: 'x'.repeat(2001) })).toHaveLength(2001);
  });
});
