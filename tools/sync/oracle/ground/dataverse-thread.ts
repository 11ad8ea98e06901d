import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { DataverseStandInOptions } from '../../../../stand-ins/dataverse/src/index.js';

/** Starts the stand-in for Dataverse in a thread of its own: it has as much to do as the sync. */
export async function startDataverseThread(options: DataverseStandInOptions) {
  const worker = new Worker(new URL('./dataverse.worker.js', import.meta.url), { workerData: options });
  const [url] = (await once(worker, 'message')) as [string];
  return { url, close: async () => void (await worker.terminate()) };
}
