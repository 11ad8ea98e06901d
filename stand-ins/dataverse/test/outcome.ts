/** What a client sees of a request that may be cut off, before its answer or in the middle of it. */
export const outcome = (asked: Promise<{ status: number }>): Promise<number | 'dropped'> =>
  asked.then(
    ({ status }) => status,
    () => 'dropped' as const,
  );
