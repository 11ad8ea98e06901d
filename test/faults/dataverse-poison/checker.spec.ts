import { describe, expect, it } from 'vitest';
import { DataverseError, type RowOutcome } from '#lib/dataverse';
import { findingsOf } from './checker.js';
import { planCases } from './plan.js';
import type { Poison } from './poisons.js';

const plan = planCases({ rows: 80, bad: 16, seed: 3 });

const refusal = ({ code, dataverseCode, words }: Poison, id: string, other: Partial<DataverseError> = {}) =>
  new DataverseError(
    'incident.create',
    {
      ...{ status: 400, retry: 'never', retryAfterMs: undefined, column: undefined },
      ...{ code: code as DataverseError['code'], dataverseCode },
      ...other,
    },
    words(id),
  );

type Spoil = (outcome: RowOutcome<unknown>, id: string, poison?: Poison) => RowOutcome<unknown>;

/** What is told of all rows: the truth, but for what `spoil` makes of it. */
function outcomesBut(spoil: Spoil = (outcome) => outcome) {
  const told = (cases: (typeof plan)['changed'], right: 'created' | 'updated') =>
    cases.map(({ id, poison }, index) => {
      const truth: RowOutcome<unknown> = poison
        ? { entry: id, index, outcome: 'refused', error: refusal(poison, id) }
        : { entry: id, index, outcome: right };
      return spoil(truth, id, poison);
    });
  return { created: told(plan.created, 'created'), changed: told(plan.changed, 'updated') };
}

const rows = [...plan.created, ...plan.changed]
  .filter(({ poison }) => poison === undefined)
  .map(({ id, key, title }) => ({ incidentid: id, cw_key: key, title }));

describe('the checker of bad rows among good ones', () => {
  it('finds nothing where exactly the bad ones were refused, each for its own reason', () => {
    expect(plan.created.filter(({ poison }) => poison).length).toBe(14);
    expect(plan.changed.filter(({ poison }) => poison).length).toBe(2);
    expect(findingsOf(plan, outcomesBut(), rows)).toEqual([]);
  });

  it('finds a good row that was refused, and a bad one that was not', () => {
    const swapped = outcomesBut((outcome, id, poison) =>
      poison ? { entry: id, index: outcome.index, outcome: 'created' } : outcome,
    );
    expect(findingsOf(plan, swapped, rows)).toHaveLength(16);
    const [first] = plan.created;
    const error = refusal({ name: '', code: 'refused', dataverseCode: '', words: () => '' }, '');
    const refused = outcomesBut((outcome, id) =>
      id === first?.id ? { entry: id, index: 0, outcome: 'refused', error } : outcome,
    );
    expect(findingsOf(plan, refused, rows)).toHaveLength(1);
  });

  it('finds a refusal for a reason that is not the row’s own', () => {
    const strange = outcomesBut((outcome, id, poison) =>
      poison
        ? { ...outcome, outcome: 'refused', error: refusal(poison, id, { dataverseCode: '0x80040203' }) }
        : outcome,
    );
    expect(findingsOf(plan, strange, rows)).toHaveLength(16);
  });

  it('finds a good row that is not there, and one that nobody wanted', () => {
    expect(findingsOf(plan, outcomesBut(), rows.slice(1))).toHaveLength(2);
    const more = [...rows, { incidentid: 'x', cw_key: 'x', title: 'x' }];
    expect(findingsOf(plan, outcomesBut(), more)).toHaveLength(1);
  });
});
