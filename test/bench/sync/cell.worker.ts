import { parentPort } from 'node:worker_threads';
import type { Cell } from './cell.js';
import { measureCell } from './measure-cell.js';

parentPort?.on('message', ({ cell, seed }: { cell: Cell; seed: number }) => {
  void measureCell(cell, seed).then((result) => parentPort?.postMessage(result));
});
