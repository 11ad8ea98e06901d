/** Where a contender keeps what its processes share, and what it must keep to. */
export interface Ground {
  redisPort: number;
  /** Another one each turn, so that no turn sees what another left behind. */
  name: string;
  processes: number;
  /** Requests in a window. */
  limit: number;
  windowMs: number;
}

/** A way to share one limit among processes. */
export interface Contender {
  /** Waits until one more request may be sent; the answer says that it is done. */
  acquire(): Promise<() => void>;
  close(): Promise<void>;
}
