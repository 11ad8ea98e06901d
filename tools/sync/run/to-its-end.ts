import { setTimeout as sleep } from 'node:timers/promises';
import type { BatchSyncConfig } from '../../../apps/batch-sync/src/batch-sync.config.js';
import type { RunReport } from '../../../apps/batch-sync/src/run/run-report.js';
import type { Run } from '../../../apps/batch-sync/src/run/run.js';
import type { Opened } from '../with-sync.js';
import { StageProgress } from './stage-progress.js';

const LOOK_EVERY_MS = 1_000;
const ANSWER_WITHIN_MS = 2_000;
/** A service that does not answer so many times, one after the other, has gone. */
const MOST_MISSED = 3;
/** So long nobody takes anything of a run that waits for nothing: then no service will. */
const IDLE_AT_MOST_MS = 10_000;

/** Works at a run, or watches the service work, until it has ended or waits for somebody; undefined when Ctrl-C comes first. */
export async function toItsEnd(
  opened: Opened,
  { id }: Run,
  workers: number | undefined,
): Promise<RunReport | undefined> {
  const progress = new StageProgress();
  try {
    const isOver = (await serviceWorks(opened.config)) && (await watch(opened, id, progress));
    if (!isOver) await work(opened, id, workers, progress);
  } finally {
    progress.end();
  }
  if (!opened.signal.aborted) return opened.sync.runs.report(id);
  process.stderr.write(
    `Run ${id} is left as it is. npm run sync -- run goes on with it, and so does a service.\n`,
  );
  return undefined;
}

async function work(
  { sync, config, signal }: Opened,
  id: string,
  workers: number | undefined,
  progress: StageProgress,
): Promise<void> {
  await sync.work(id, {
    workers: workers ?? config.workers,
    signal,
    onProgress: (now) => progress.show(now),
  });
}

/** False when the service has gone, or does not work at this run, before there was nothing left to watch. */
async function watch(
  { sync, config, signal }: Opened,
  id: string,
  progress: StageProgress,
): Promise<boolean> {
  let idleSince = Date.now();
  for (let missed = 0; missed < MOST_MISSED; missed = (await serviceWorks(config)) ? 0 : missed + 1) {
    const now = await sync.runs.progress(id);
    progress.show(now);
    if (now.state !== 'running') return true;
    if (now.isTaken || now.waitsFor !== undefined) idleSince = Date.now();
    if (Date.now() - idleSince > IDLE_AT_MOST_MS) {
      process.stderr.write(
        'The service does not work at this run: going on without it. It reads the catalogue when it starts; its log says more.\n',
      );
      return false;
    }
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return true;
  }
  process.stderr.write('The service does not answer any more: going on without it.\n');
  return false;
}

/** Whether a service runs here that has the limits of Dataverse for itself: a second process would spend them twice. */
async function serviceWorks({ host, port, dataverse }: BatchSyncConfig): Promise<boolean> {
  if (dataverse.budget.processes > 1) return false;
  try {
    const { ok } = await fetch(`http://${host}:${port}/health/live`, {
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    return ok;
  } catch {
    return false;
  }
}
