import { describe, expect, it } from 'vitest';
import { figuresOf } from './figures.js';
import { measureScene, type SceneResult } from './measure-scene.js';
import type { Scene } from './scenes.js';
import { inWords } from './words.js';

const scene: Scene = { rows: 200, arrivals: '5/s', users: 'one user' };
const result: SceneResult = {
  scene,
  seed: 1,
  citizens: 1_500,
  unserved: 1,
  waitMs: { p50: 0, p99: 250, max: 900 },
  kept: 0.9,
  refusable: 0,
  fullest: [{ requests: 0.5, executionTime: 0.99, concurrency: 0.4 }],
};

describe('lanes on one application user', () => {
  it('let citizens wait for next to nothing beside a saturated batch', { timeout: 60_000 }, async () => {
    const measured = await measureScene(scene, 1);
    expect(measured.citizens).toBeGreaterThan(6_500);
    expect(figuresOf([scene], [measured])[0]).toMatchObject({ isReached: true });
    expect(measured.kept).toBeGreaterThan(0.7);
  });

  it('miss their goal when citizens of a single seed wait longer, or a window of any user is too full', () => {
    const wrong: SceneResult[] = [
      { ...result, waitMs: { ...result.waitMs, p99: 251 } },
      { ...result, refusable: 1 },
      { ...result, fullest: [...result.fullest, { requests: 1.1, executionTime: 0, concurrency: 0 }] },
    ];
    const isReached = (results: SceneResult[]) => figuresOf([scene], results)[0]?.isReached;
    expect(isReached([result, result])).toBe(true);
    for (const each of wrong) expect(isReached([result, each])).toBe(false);
  });

  it('are told with those who still wait, and with what the batch keeps', () => {
    const words = inWords(figuresOf([scene], [result]), 1);
    expect(words).toMatch(/200 a request .* 250 │ +900 │ +1 │ +90\.0 .* reached/);
    expect(words).toContain('reached in 1 of 1');
  });
});
