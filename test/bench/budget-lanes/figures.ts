import { type Spread, spreadOf } from '../spread.js';
import type { SceneResult } from './measure-scene.js';
import { goalMs, type Scene } from './scenes.js';

/** What a scene was over all seeds. */
export interface SceneFigures extends Scene {
  waitMs: { p50: Spread; p99: Spread; max: Spread };
  /** Citizens who still waited at the end, all seeds together. */
  unserved: number;
  kept: Spread;
  /** All seeds together. */
  refusable: number;
  /** The worst of all seeds, users and facets, as a share of the limit. */
  fullest: number;
  /** Whether every seed reached it, with nothing refused and no window above a limit. */
  isReached: boolean;
}

export function figuresOf(scenes: readonly Scene[], results: readonly SceneResult[]): SceneFigures[] {
  return scenes.map((scene) => {
    const of = results.filter((result) => isSame(result.scene, scene));
    const waits = (which: keyof SceneResult['waitMs']) => spreadOf(of.map(({ waitMs }) => waitMs[which]));
    const waitMs = { p50: waits('p50'), p99: waits('p99'), max: waits('max') };
    const refusable = of.reduce((sum, result) => sum + result.refusable, 0);
    const unserved = of.reduce((sum, result) => sum + result.unserved, 0);
    const fullest = Math.max(
      ...of.flatMap((result) => result.fullest.flatMap((each) => Object.values(each))),
    );
    const isReached = waitMs.p99.max <= goalMs && refusable === 0 && fullest <= 1;
    const kept = spreadOf(of.map((result) => result.kept));
    return { ...scene, waitMs, unserved, kept, refusable, fullest, isReached };
  });
}

const isSame = (a: Scene, b: Scene): boolean =>
  a.rows === b.rows && a.arrivals === b.arrivals && a.users === b.users;
