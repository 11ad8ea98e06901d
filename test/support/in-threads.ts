import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

export interface ThreadOptions<Result> {
  threads: number;
  signal: AbortSignal;
  onResult?: (result: Result, done: number) => void;
}

/** Has a compiled program do all jobs, each thread one at a time; resolves with the results in the order of the jobs. */
export async function inThreads<Job, Result>(
  program: URL,
  jobs: readonly Job[],
  { threads, signal, onResult }: ThreadOptions<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  let done = 0;
  const work = async () => {
    const worker = new Worker(program);
    try {
      while (next < jobs.length) {
        const mine = next++;
        worker.postMessage(jobs[mine]);
        const [result] = (await once(worker, 'message', { signal })) as [Result];
        results[mine] = result;
        onResult?.(result, (done += 1));
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(threads, jobs.length) }, work));
  return results;
}
