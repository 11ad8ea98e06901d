import type { Readable } from 'node:stream';
import type { BudgetFacet, Lane } from '#lib/resilience';

/** One outgoing call as the client policies see it. A policy passes on a changed copy and never changes it in place. */
export interface HttpRequest {
  method: string;
  /** Absolute. It may hold personal data in a filter or a key, so it enters no log. */
  url: string;
  headers: Record<string, string>;
  body?: string | Buffer | Readable | undefined;
  /** A name for logs and metrics with few values, such as `incident.create`. */
  operation: string;
  /** May be sent again when it is unknown whether it was done: a read, a GUID chosen by us, an upsert by key. */
  repeatable: boolean;
  /** How many operations it holds for the 24-hour entitlement, where it is a batch of them. Default 1. */
  operations?: number | undefined;
  signal?: AbortSignal | undefined;
  lane?: Lane | undefined;
  /** Counted from 1 by the retry policy. */
  attempt?: number | undefined;
  /** Answer with the body as a stream, which the caller must read or destroy. */
  stream?: boolean | undefined;
  /** Epoch milliseconds after which nobody waits for the answer; set by the total timeout. */
  deadline?: number | undefined;
  /** Hears of the attempts of this call. */
  tally?: CallTally | undefined;
  /** The last attempt was answered 401: sign this one with a new token. Set by the retry policy. */
  renewToken?: boolean | undefined;
}

/** What the far side answered, whatever its status. */
export interface HttpResponse {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** Empty when the answer is a stream. */
  body: string;
  stream?: Readable | undefined;
  /** Measured around the transport alone, in milliseconds: no waiting for budget, tokens or retries. */
  durationMs: number;
}

/** Hears of some calls and of no others: what a piece of work costs. Times in milliseconds. */
export interface CallTally {
  /** An attempt that was sent; without a status when no answer came. */
  attempted(attempt: { status?: number; operations: number; durationMs: number }): void;
  /** An attempt had to wait for the budget, by the limit that was nearest when it asked. */
  waited(facet: BudgetFacet, waitedMs: number): void;
}

/** Sends a request and answers with the response; rejects when there is none. */
export type Send = (request: HttpRequest) => Promise<HttpResponse>;

/** One step of an outgoing call's road. */
export interface ClientPolicy {
  readonly name: string;
  send(request: HttpRequest, next: Send): Promise<HttpResponse>;
}

/** The road of a call: the policies from the outermost to the innermost, then the transport. */
export function pipeline(policies: ClientPolicy[], transport: Send): Send {
  return policies.reduceRight<Send>((next, policy) => (request) => policy.send(request, next), transport);
}
