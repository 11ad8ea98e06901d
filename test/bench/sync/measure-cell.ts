import type { Cell } from './cell.js';
import { playNaive } from './naive/play-naive.js';
import type { NightResult } from './night.js';
import { openGround, playOurs } from './ours/play-ours.js';
import { changedShare, nights } from './volumes.js';

/** What a cell came to in one seed: the first load, and each night after it. */
export interface CellResult {
  cell: Cell;
  seed: number;
  first: NightResult;
  nights: NightResult[];
}

/** The first load, and the week after it. Each night begins in an idle window: they are a day apart. */
export async function measureCell(cell: Cell, seed: number): Promise<CellResult> {
  const play = cell.who === 'naive' ? naively(cell.atOnce) : await byCauseway(cell);
  const week: NightResult[] = [];
  const first = await play(0, seed);
  for (let night = 1; night <= nights; night += 1) week.push(await play(night, seed * 100 + night));
  return { cell, seed, first, nights: week };
}

type Play = (night: number, seed: number) => Promise<NightResult>;

const naively =
  (atOnce: number): Play =>
  (_, seed) =>
    playNaive(atOnce, seed);

async function byCauseway(cell: Extract<Cell, { who: 'causeway' }>): Promise<Play> {
  const ground = await openGround();
  return (version, seed) =>
    playOurs(ground, { share: version === 0 ? 1 : changedShare, version }, { ...cell, seed });
}
