import { describe, expect, it } from 'vitest';
import type { RunProgress } from '../../../apps/batch-sync/src/run/run.js';
import { StageProgress } from './stage-progress.js';

describe('the progress of a run', () => {
  const shown = (...progress: Partial<RunProgress>[]) => {
    const written: string[] = [];
    const out = {
      isTTY: false,
      write: (text: string) => written.push(text),
    } as unknown as NodeJS.WriteStream;
    const stages = new StageProgress(out);
    for (const each of progress) stages.show({ ...atFirst, ...each });
    stages.end();
    return written.join('');
  };
  const atFirst: RunProgress = {
    ...{ run: '7', state: 'running', stage: { action: 'write', step: 'gardens' }, stageNumber: 2, stages: 4 },
    ...{ rows: 30, rowsDone: 10, refused: 0, isTaken: true, leaseLeftMs: undefined, waitsFor: undefined },
  };

  it('says when it waits for a worker that no longer answers, once each time, also before there are rows', () => {
    const waits = (seconds: number) => ({ leaseLeftMs: seconds * 1_000 - 1 });
    const before = { rows: 0, rowsDone: 0 };
    expect(
      shown({ ...before, ...waits(52) }, { ...before, ...waits(51) }, {}, waits(40), { rowsDone: 30 }),
    ).toBe(
      [
        'Run 7 waits for rows that a worker which no longer answers has in hand, at most 52 s.',
        '2/4 write gardens 10/30',
        'Run 7 waits for rows that a worker which no longer answers has in hand, at most 40 s.',
        '2/4 write gardens 30/30',
        '',
      ].join('\n'),
    );
  });
});
