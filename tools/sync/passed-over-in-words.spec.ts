import { describe, expect, it } from 'vitest';
import { passedOverInWords } from './passed-over-in-words.js';

const files = (count: number) =>
  Array.from({ length: count }, (_, number) => ({ name: `${number}.xlsx`, says: 'it is no CSV' }));

describe('files that no run takes, in words', () => {
  it('are named, with the reason', () => {
    expect(passedOverInWords('gardens', files(1))).toEqual([
      'No run takes gardens/incoming/0.xlsx: it is no CSV.',
    ]);
  });

  it('are counted where they are many', () => {
    const lines = passedOverInWords('gardens', files(23));
    expect(lines).toHaveLength(21);
    expect(lines.at(-1)).toBe('No run takes 3 more files in gardens/incoming.');
  });

  it('steer no terminal', () => {
    expect(passedOverInWords('gardens', [{ name: 'a\u001b[2J', says: 'No' }])).toEqual([
      'No run takes gardens/incoming/a [2J: No.',
    ]);
  });
});
