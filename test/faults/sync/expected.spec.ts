import { describe, expect, it } from 'vitest';
import { Expected } from './expected.js';
import { storyOf } from './story.js';

describe('what must come of the deliveries', () => {
  const options = { seed: 5, nights: 3, rows: 200 };

  it('is the same for the same seed, and another for another', () => {
    expect(storyOf(options)).toEqual(storyOf(options));
    expect(storyOf(options)).not.toEqual(storyOf({ ...options, seed: 6 }));
  });

  it('has something of everything', () => {
    const expected = new Expected();
    const runs = storyOf(options).flatMap((night) => expected.play(night));
    const sum = (figures: readonly number[]) => figures.reduce((all, figure) => all + figure, 0);
    const { source, stages } = {
      source: runs.map((run) => run.source),
      stages: runs.flatMap((run) => run.stages),
    };
    for (const figure of [
      'inserted',
      'updated',
      'unchanged',
      'reactivated',
      'deactivated',
      'deferred',
      'held',
    ] as const)
      expect(sum(source.map((counts) => counts[figure])), figure).toBeGreaterThan(0);
    for (const action of ['write', 'close', 'deactivate'] as const)
      expect(
        sum(stages.filter((stage) => stage.action === action).map(({ done }) => done)),
        action,
      ).toBeGreaterThan(0);
    expect(sum(stages.map(({ reactivated }) => reactivated))).toBeGreaterThan(0);
    const reasons = new Set(source.flatMap(({ rejected }) => Object.keys(rejected)));
    expect([...reasons].sort()).toEqual(['R1', 'R2', 'R3']);
    const codes = new Set(stages.flatMap(({ refused }) => Object.keys(refused)));
    expect([...codes].sort()).toEqual(['row-not-found', 'text-too-long']);
    const notes = [...expected.cases.inDataverse().values()].filter(
      ({ values }) => values.description.length > 2_000,
    );
    expect(notes.length).toBeGreaterThan(0);
  });

  it('is nothing more when the last deliveries come again', () => {
    const expected = new Expected();
    const nights = storyOf(options);
    for (const night of nights) expected.play(night);
    const before = expected.cases.inDataverse();
    const again = nights.slice(-1).flatMap((night) => expected.play(night));
    expect(again.flatMap(({ stages }) => stages.filter(({ planned }) => planned > 0))).toEqual([]);
    expect(expected.cases.inDataverse()).toEqual(before);
  });
});
