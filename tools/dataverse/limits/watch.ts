import { setTimeout as sleep } from 'node:timers/promises';
import { limitsLine, limitsTable } from './limits-table.js';
import type { LimitsView } from './limits-view.js';

/** Where it is shown. */
export interface Screen {
  isTTY?: boolean;
  write(text: string): unknown;
}

const redrawEveryMs = 1_000;
const lineEveryMs = 10_000;

/**
 * Shows the limits until the signal aborts: drawn anew each second on a terminal, elsewhere a line at intervals. Once it has begun,
 * a failure is shown and not the end: whoever watches wants to see how it comes back.
 */
export async function watch(
  read: () => Promise<LimitsView[]>,
  signal: AbortSignal,
  screen: Screen = process.stdout,
  everyMs = screen.isTTY ? redrawEveryMs : lineEveryMs,
): Promise<void> {
  const inWords = screen.isTTY ? limitsTable : limitsLine;
  const show = screen.isTTY ? drawOver : addLines;
  let shown = (await read()).map(inWords);
  if (screen.isTTY) screen.write('\x1b[2J');
  while (!signal.aborted) {
    show(shown, screen);
    await sleep(everyMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    shown = await read().then((views) => views.map(inWords), failureInWords);
  }
}

/** From the top of the screen on, each line to its end, then what is left below: without a moment of emptiness. */
function drawOver(texts: readonly string[], screen: Screen): void {
  const lines = texts.join('\n\n').replaceAll('\n', '\x1b[K\n');
  screen.write(`\x1b[H${lines}\x1b[K\n\x1b[J`);
}

function addLines(lines: readonly string[], screen: Screen): void {
  for (const line of lines) screen.write(`${new Date().toISOString()} ${line}\n`);
}

const failureInWords = (error: unknown): string[] => [error instanceof Error ? error.message : String(error)];
