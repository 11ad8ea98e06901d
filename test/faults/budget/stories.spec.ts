import { describe, expect, it } from 'vitest';
import { BUGS } from '../../simulation/variants.js';
import { playStories } from './stories.js';
import { wordsOf } from './words.js';

describe('the campaign against the budget', () => {
  it('plays each story by its number, and finds nothing', { timeout: 60_000 }, async () => {
    const result = await playStories({ first: 1, count: 25 });
    expect(result).toMatchObject({ stories: 25, failures: [] });
    expect(result.tight).toBeGreaterThan(0);
    expect(wordsOf(result)).toContain('wrong      none');
    const again = () => playStories({ first: 7, count: 3 });
    expect(await again()).toEqual(await again());
  });

  it('names the stories in which a bucket that holds the whole limit lets too much through', async () => {
    const result = await playStories({ first: 1, count: 25 }, BUGS['token-bucket']);
    expect(result.fullest.requests).toBeGreaterThan(1);
    const [failure] = result.failures;
    expect(failure?.findings.join()).toMatch(/a window had 1\d\d\.\d % of a limit/);
    expect(wordsOf(result)).toContain(`story ${failure?.seed}`);
  });
});
