import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { boston } from './boston.js';
import { generatedRow } from './generated.js';
import { nyc } from './nyc.js';
import type { CaseSource } from './source-row.js';

const REAL = '../shared/data/cases';
const real = describe.runIf(existsSync(REAL));

async function countOf(source: CaseSource) {
  const counts = { posts: 0, refused: 0, ids: new Set<string>() };
  for await (const { post, refusedBy } of source.rows()) {
    counts.posts += 1;
    if (refusedBy) counts.refused += 1;
    counts.ids.add(post.externalReference.id);
  }
  return { ...counts, ids: counts.ids.size };
}

real('the real cases', () => {
  it('of Boston hold the published numbers', async () => {
    expect(await countOf(boston(`${REAL}/boston-2015`))).toEqual({
      posts: 42_528,
      refused: 924,
      ids: 42_528,
    });
  }, 60_000);

  it('of New York hold the published numbers', async () => {
    expect(await countOf(nyc(`${REAL}/nyc`))).toEqual({ posts: 4_000, refused: 62, ids: 4_000 });
  });
});

describe('the generator', () => {
  it('makes the same case for the same seed and number', () => {
    expect(generatedRow(311, 7)).toEqual(generatedRow(311, 7));
    expect(generatedRow(311, 7)).not.toEqual(generatedRow(311, 8));
  });

  it('makes long texts, reporters and cases without a place', () => {
    const rows = Array.from({ length: 500 }, (_, number) => generatedRow(311, number));
    expect(rows.filter(({ post }) => (post.description ?? '').length > 2000).length).toBeGreaterThan(10);
    expect(rows.filter(({ post }) => post.reporter).length).toBeGreaterThan(100);
    expect(rows.filter(({ refusedBy }) => refusedBy).length).toBeGreaterThan(2);
    expect(rows.every(({ post }) => (post.description ?? '').length <= 4000)).toBe(true);
  });
});
