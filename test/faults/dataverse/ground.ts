import { FarSide } from '../../bench/dataverse-single/far-side.js';
import type { Worker } from '../../bench/worker.js';
import { DataverseControl } from '../../support/dataverse-control.js';
import type { Places } from '../../support/dataverse-identity.js';

/** The processes that write at once. */
export const processes = ['a', 'b', 'c'] as const;

/** What all rounds stand on: the stand-ins in a process of their own, and the processes that write. */
export interface Ground {
  places: Places;
  control: DataverseControl;
  writers: ReadonlyMap<string, Worker>;
}

/** Runs with the ground under it, which is gone when this settles. */
export async function onGround<Result>(
  signal: AbortSignal,
  run: (ground: Ground) => Promise<Result>,
): Promise<Result> {
  const farSide = await FarSide.open(signal);
  try {
    const program = new URL('./writer.child.js', import.meta.url);
    const start = async (name: string) => [name, await farSide.start(`Writer ${name}`, program)] as const;
    const writers = new Map(await Promise.all(processes.map(start)));
    const { places } = farSide;
    return await run({ places, control: new DataverseControl(places.dataverseUrl), writers });
  } finally {
    await farSide.close();
  }
}
