import { DataverseClient } from '#lib/dataverse';
import type { HttpRequest, HttpResponse, Send } from '#lib/http';

/** One call as the transport saw it. */
export interface TimedCall {
  operation: string;
  /** Around the transport alone: no waiting for budget or tokens; the network is in it. */
  durationMs: number;
}

/** The road that calls take, and whether a 429 holds its application user back. */
export interface TimedRoad {
  url: string;
  send: Send;
  isThrottled(): boolean;
}

/** Dataverse, or its budget, wants fewer calls: what would be measured now are its waits. */
export class ThrottledError extends Error {
  override readonly name = 'ThrottledError';

  constructor() {
    super(
      'Dataverse has answered 429: the limits of this application user are spent. Measure when nobody else works as it, or with fewer rounds.',
    );
  }
}

/** Takes the time of calls that a client of its own makes, the very calls that it would make otherwise. */
export class Stopwatch {
  readonly client: DataverseClient;
  private calls: TimedCall[] = [];

  constructor(private readonly road: TimedRoad) {
    this.client = new DataverseClient(road.url, (request) => this.time(request), 'batch');
  }

  /** Does the work, and tells the calls that it took. */
  async of(work: (client: DataverseClient) => Promise<unknown>): Promise<TimedCall[]> {
    this.calls = [];
    await work(this.client);
    return this.calls;
  }

  /** @throws ThrottledError after a 429, be it one within a batch, or one that another process has met */
  private async time(request: HttpRequest): Promise<HttpResponse> {
    const response = await this.road.send(request);
    if (this.road.isThrottled()) throw new ThrottledError();
    this.calls.push({ operation: request.operation, durationMs: response.durationMs });
    return response;
  }
}
