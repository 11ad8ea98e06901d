import type {
  LoadAction,
  LoadResult,
  RowToLoad,
  StepWriter,
} from '../../../apps/batch-sync/src/load/step-writer.js';
import { runWorker } from './worker.js';

/**
 * The real sync with one deliberate bug, for the campaign to find: rows are written down as done when they are taken, and are sent
 * afterwards. On a good day nobody notices.
 */

const how = { write: 'written', close: 'closed', deactivate: 'deactivated' } as const;

const hasty = (writer: StepWriter): StepWriter => ({
  async *perform(action: LoadAction, rows: AsyncIterable<RowToLoad>, options): AsyncGenerator<LoadResult> {
    const taken: RowToLoad[] = [];
    for await (const row of rows) {
      taken.push(row);
      yield { row, outcome: 'done', how: how[action] };
    }
    for await (const _ of writer.perform(action, each(taken), options));
  },
});

async function* each(rows: readonly RowToLoad[]): AsyncGenerator<RowToLoad> {
  yield* rows;
}

await runWorker(hasty);
