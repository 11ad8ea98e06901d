/** How writes share requests. Times in milliseconds. */
export interface GroupWritesOptions {
  /** As many requests of one kind may be on their way before further writes wait for one to end. Default 8. */
  atOnce?: number | undefined;
  /** A batch holds no more operations. Default 50; Dataverse takes 1,000. */
  mostOperations?: number | undefined;
  /** The bodies in a batch hold no more bytes, and a write whose body does goes alone. Default 1,000,000. */
  mostBytes?: number | undefined;
  /** What has waited so long is sent although as many requests as may are on their way. Default 250. */
  longestDelayMs?: number | undefined;
  /**
   * A batch is made as large as it may be to end within this time, by what operations have lately taken: it carries them out one
   * after the other, and each caller waits for the last. Keep it far below the timeout of an attempt. Default 2,000.
   */
  longestBatchMs?: number | undefined;
}

/** All that there are. */
export const groupWritesOptions = {
  atOnce: true,
  mostOperations: true,
  mostBytes: true,
  longestDelayMs: true,
  longestBatchMs: true,
} satisfies Record<keyof GroupWritesOptions, true>;

/** The options with nothing left out. */
export type GroupWritesLimits = {
  [Name in keyof GroupWritesOptions]-?: NonNullable<GroupWritesOptions[Name]>;
};

/** @throws RangeError for a limit with which nothing could be sent, or a batch that Dataverse does not take */
export function groupWritesLimits({
  atOnce = 8,
  mostOperations = 50,
  mostBytes = 1_000_000,
  longestDelayMs = 250,
  longestBatchMs = 2_000,
}: GroupWritesOptions = {}): GroupWritesLimits {
  for (const [name, count] of Object.entries({ atOnce, mostOperations, mostBytes, longestBatchMs }))
    if (!(count > 0)) throw new RangeError(`${name} in groupWrites is a number above 0.`);
  if (!(longestDelayMs >= 0)) throw new RangeError('longestDelayMs in groupWrites is 0 or more.');
  if (!Number.isInteger(atOnce) || !Number.isInteger(mostOperations) || mostOperations > 1_000)
    throw new RangeError('In groupWrites atOnce is a whole number, and mostOperations one of 1,000 at most.');
  return { atOnce, mostOperations, mostBytes, longestDelayMs, longestBatchMs };
}
