import { followParent } from '../support/child.js';
import type { Reply } from './worker.js';

/** The worker's side: gets ready by the settings, says so, and then does what it is asked until its parent leaves. */
export async function serveOrders<Settings, Order>(
  prepare: (settings: Settings) => Promise<{ ready: unknown; work?: (order: Order) => Promise<unknown> }>,
): Promise<void> {
  followParent();
  const tell = async (work: Promise<unknown>) => {
    const reply: Reply = await work.then(
      (answer) => ({ answer }),
      (error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }),
    );
    process.send?.(reply);
  };
  const prepared = prepare(JSON.parse(process.argv[2] ?? '{}') as Settings);
  process.on('message', (order: Order) => void tell(prepared.then(({ work }) => work?.(order))));
  await tell(prepared.then(({ ready }) => ready));
}
