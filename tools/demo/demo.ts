import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Embedded } from '../launcher/embedded.js';
import { startProgress } from '../progress.js';
import { balance, type Entry } from './books.js';
import { DataverseControl } from './dataverse-control.js';
import { postCase } from './poster.js';
import { reportOf, type DemoReport } from './report.js';
import { take, type CaseSource } from './sources/sources.js';
import { waitingCases } from './waiting-cases.js';
import { websiteTokens } from './website-token.js';

export interface DemoOptions {
  source: CaseSource;
  count: number;
  signal: AbortSignal;
}

/** So many posts are on their way at once: a busy website. */
const SENDERS = 24;
const LOOK_EVERY_MS = 250;
/** Longer than a window of Dataverse's limits: when nothing new has come in for so long, something is wrong. */
const PATIENCE_MS = 330_000;

/** Posts cases through the public door, waits until each accepted one is in Dataverse, and compares the books. */
export async function runDemo(
  causeway: Embedded,
  { source, count, signal }: DemoOptions,
): Promise<DemoReport> {
  setMaxListeners(SENDERS + 1, signal);
  const dataverse = new DataverseControl(causeway.urls.dataverse);
  await earlierCases(causeway.urls['website-intake'], signal);
  const [before, counts] = [await dataverse.incidents(), await dataverse.counts()];
  const startedAt = performance.now();
  const entries = await postAll(causeway, { source, count, signal });
  const after = await arrival(dataverse, entries, signal);
  const seconds = (performance.now() - startedAt) / 1000;
  const throttled429 = (await dataverse.counts()).throttled429 - counts.throttled429;
  return reportOf(balance(entries, before, after), { source: source.name, throttled429, seconds, entries });
}

async function postAll({ urls }: Embedded, { source, count, signal }: DemoOptions): Promise<Entry[]> {
  const rows = take(source.rows(), count);
  const poster = { intakeUrl: urls['website-intake'], token: websiteTokens(urls.entra), signal };
  const entries: Entry[] = [];
  const progress = startProgress('posting     ', count);
  const send = async () => {
    for (let next = await rows.next(); !next.done; next = await rows.next()) {
      entries.push({ row: next.value, result: await postCase(next.value.post, poster) });
      progress.update(entries.length);
    }
  };
  try {
    await Promise.all(Array.from({ length: SENDERS }, send));
  } finally {
    progress.end();
  }
  return entries;
}

/** Cases that an earlier run left on their way belong to its books, not to ours: let them arrive first. */
async function earlierCases(intakeUrl: string, signal: AbortSignal): Promise<void> {
  const waiting = await waitingCases(intakeUrl);
  if (waiting === 0) return;
  const progress = startProgress('from before ', waiting);
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (let left = waiting; left > 0 && Date.now() < giveUpAt; left = await waitingCases(intakeUrl)) {
    progress.update(Math.max(0, waiting - left));
    await sleep(LOOK_EVERY_MS, undefined, { signal });
  }
  progress.end();
}

/** The incidents, once all accepted cases are among them, or when nothing has moved for so long that they will not come. */
async function arrival(dataverse: DataverseControl, entries: readonly Entry[], signal: AbortSignal) {
  const accepted = entries.flatMap(({ result }) => (result.outcome === 'accepted' ? result.reference : []));
  const progress = startProgress('in Dataverse', accepted.length);
  let [arrived, movedAt] = [-1, Date.now()];
  try {
    for (;;) {
      const incidents = await dataverse.incidents();
      const there = new Set(incidents.map(({ cw_reference }) => cw_reference));
      const now = accepted.filter((reference) => there.has(reference)).length;
      progress.update(now);
      if (now !== arrived) [arrived, movedAt] = [now, Date.now()];
      if (now === accepted.length || Date.now() - movedAt > PATIENCE_MS) return incidents;
      await sleep(LOOK_EVERY_MS * (1 + incidents.length / 5_000), undefined, { signal });
    }
  } finally {
    progress.end();
  }
}
