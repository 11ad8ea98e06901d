/**
 * What Dataverse says of its limits beside an answer: of one server of several, so the remainders jump. They are for people to
 * look at, and steer nothing: the documentation calls them an aid for debugging
 * (learn.microsoft.com/power-apps/developer/data-platform/api-limits). Only the recommended concurrency is heeded, as an upper
 * bound for what no citizen waits for (learn.microsoft.com/power-apps/developer/data-platform/send-parallel-requests).
 */
export interface RateLimitHints {
  /** Of the window of 300 seconds. */
  requestsRemaining?: number;
  /** Of the window of 300 seconds, in seconds. */
  executionSecondsRemaining?: number;
  /** How many requests at a time the service thinks well of. */
  recommendedConcurrency?: number;
}

const names = {
  requestsRemaining: 'x-ms-ratelimit-burst-remaining-xrm-requests',
  executionSecondsRemaining: 'x-ms-ratelimit-time-remaining-xrm-requests',
  recommendedConcurrency: 'x-ms-dop-hint',
} as const;

/** The hints in an answer's headers; what cannot be read is left out, and never breaks a call. */
export function rateLimitHints(headers: Readonly<Record<string, string>>): RateLimitHints {
  const told = Object.entries(names).map(([name, header]) => [name, figure(headers[header])] as const);
  return Object.fromEntries(told.filter(([, value]) => value !== undefined));
}

/** `1200`, `1,200.00` */
function figure(text: string | undefined): number | undefined {
  if (text === undefined || !/^\s*(\d{1,3}(,\d{3})+|\d{1,12})(\.\d{1,6})?\s*$/.test(text)) return undefined;
  return Number(text.replaceAll(',', ''));
}
