import type { MemoryDataverse } from './memory-dataverse.js';

/** Holds requests up until it is opened. */
export interface Gate {
  /** A request stands before it. */
  readonly reached: Promise<void>;
  readonly open: () => void;
}

/** Lets so many requests through, and no more. */
export function gateFor(dataverse: MemoryDataverse, through = 0): Gate {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  let asked = 0;
  const reached = new Promise<void>((resolve) => {
    dataverse.before = () => {
      asked += 1;
      if (asked <= through) return Promise.resolve();
      resolve();
      return opened;
    };
  });
  return { reached, open };
}
