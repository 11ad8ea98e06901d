import { describe, expect, it } from 'vitest';
import { reporterKey } from './reporter-key.js';

const SECRET = 'a secret of the test';
const keyOf = (reporter: Parameters<typeof reporterKey>[0], secret = SECRET) =>
  reporterKey(reporter, secret)?.key;

describe('reporterKey', () => {
  it.each([
    [{ email: 'Ann@Example.org' }, { email: 'ann@example.org' }],
    [
      { email: 'ann@example.org', phone: '1234' },
      { email: 'ann@example.org', phone: '9876' },
    ],
    [{ phone: '+44 (0)20 7946-0000' }, { phone: '0044 20 79460000' }],
  ])('knows %j and %j as one', (one, other) => {
    expect(keyOf(one)).toBe(keyOf(other));
  });

  it('tells an e-mail address from a telephone number of the same letters', () => {
    expect(keyOf({ email: '1234' })).not.toBe(keyOf({ phone: '1234' }));
  });

  it('knows nobody by name alone', () => {
    expect(reporterKey({ name: 'Ann Lee' }, SECRET)).toBeUndefined();
    expect(reporterKey(undefined, SECRET)).toBeUndefined();
  });

  it('depends on the secret', () => {
    expect(keyOf({ email: 'ann@example.org' }, 'one')).not.toBe(keyOf({ email: 'ann@example.org' }, 'other'));
  });

  it('gives the same GUID of version 8 every time', () => {
    const first = reporterKey({ email: 'ann@example.org' }, SECRET);
    expect(first?.contactId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(first).toEqual(reporterKey({ email: 'ann@example.org' }, SECRET));
  });
});
