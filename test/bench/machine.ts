import { availableParallelism, cpus, loadavg } from 'node:os';

/** Where figures were made: they mean little without it. */
export interface Machine {
  measuredAt: string;
  node: string;
  platform: string;
  processor: string;
  cores: number;
  /** Processes that wanted to run in the last minute, before the bench began. */
  load: number;
}

export const thisMachine = (): Machine => ({
  measuredAt: new Date().toISOString(),
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
  processor: cpus()[0]?.model ?? 'unknown',
  cores: availableParallelism(),
  load: loadavg()[0] ?? 0,
});

export function inWords({ measuredAt, node, platform, processor, cores, load }: Machine): string {
  const warning = load > 0.5 ? '; the machine was busy, so trust processor time more than rates' : '';
  return `${measuredAt}, Node ${node} on ${platform}, ${cores} cores (${processor}), load ${load.toFixed(1)}${warning}`;
}
