import { randomUUID } from 'node:crypto';

/** The least that makes a case. */
export const smallCase = (fields: Record<string, unknown> = {}) => ({
  category: 'roads',
  title: `Pothole ${randomUUID()}`,
  location: { point: { latitude: 52.5, longitude: -1.25 } },
  ...fields,
});

/** A case with every field that there is. */
export const wholeCase = (fields: Record<string, unknown> = {}) => ({
  ...smallCase(),
  description: 'It is deep, and there is water in it.',
  location: {
    point: { latitude: 52.456_789, longitude: -1.987_654 },
    address: '12 High Street',
    assetId: 'LP-0042',
  },
  reporter: { name: 'Ann Lee', email: `ann.${randomUUID()}@example.org`, phone: '+44 20 7946 0000' },
  occurredAt: '2026-03-01T14:30:00+01:00',
  externalReference: { system: 'portal', id: randomUUID() },
  ...fields,
});
