import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startProgress } from './progress.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** What a log sees when the last step came so long after the first. */
function linesAfter(waitMs: number): string[] {
  const written: string[] = [];
  const out = { isTTY: false, write: (line: string) => written.push(line) } as unknown as NodeJS.WriteStream;
  const progress = startProgress('rows', 2, out);
  progress.update(1);
  vi.advanceTimersByTime(waitMs);
  progress.update(2);
  progress.end();
  return written.filter((line) => line !== '');
}

it.each([0, 60_000])('tells the end once where there is no terminal, after %s ms', (waitMs) => {
  expect(linesAfter(waitMs)).toEqual(['rows 2/2\n']);
});
