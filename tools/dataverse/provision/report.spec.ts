import { describe, expect, it } from 'vitest';
import type { Difference } from './plan/difference.js';
import { differencesAsTable, differencesInWords } from './report.js';

const byHand = (part: Difference['part'], says: string): Difference => ({
  part,
  name: 'incident.cw_key',
  says,
  remedy: { by: 'hand', advice: 'Make it longer there, or shorter in the schema.' },
});

describe('the report', () => {
  it('lets no label steer the terminal', () => {
    const table = differencesAsTable([byHand('column', 'is called "\u001b[2Jgone" where we say "Key"')]);
    expect(table).not.toContain('\u001b');
    expect(table).toContain('[2Jgone');
  });

  it('says how many differences there are, and who can mend them', () => {
    expect(differencesInWords([])).toMatch(/^Nothing differs/);
    expect(differencesInWords([byHand('column', 'has length 5')])).toBe(
      "1 difference: 0 for provision, 1 for somebody's hands.",
    );
  });

  it('says when the publisher or the solution stands in the way', () => {
    expect(differencesInWords([byHand('publisher', 'has the prefix new')])).toContain('does nothing until');
  });
});
