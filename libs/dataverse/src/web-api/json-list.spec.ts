import { describe, expect, it } from 'vitest';
import { jsonOfList } from './json-list.js';

describe('jsonOfList', () => {
  it.each([0, 1, 29, 30, 31, 95])('writes %i items as JSON does', (count) => {
    const items = Array.from({ length: count }, (_, n) => ({
      n,
      text: `"ü€😀" \u0001 ${n}`,
      none: undefined,
    }));
    expect(jsonOfList('Targets', items).toString()).toBe(JSON.stringify({ Targets: items }));
  });
});
