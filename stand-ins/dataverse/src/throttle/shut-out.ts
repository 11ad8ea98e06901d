import type { Facet } from './limits.js';

/**
 * A user is either let in, or shut out until some moment because of one facet. It is shut out when a window is full; each request
 * that it sends meanwhile puts the moment off, but not beyond the latest one; when the moment has come it is let in again.
 * "If the application continues to send such demanding requests, the duration is extended": developer/data-platform/api-limits.
 */
export class ShutOut {
  private facet: Facet = 'requests';
  private until = -Infinity;
  private latest = -Infinity;

  /** Why the user is shut out at this moment, when it is. */
  facetAt(now: number): Facet | undefined {
    return now < this.until ? this.facet : undefined;
  }

  begin(facet: Facet, until: number, latest: number): void {
    this.facet = facet;
    this.until = until;
    this.latest = Math.max(until, latest);
  }

  putOff(ms: number): void {
    this.until = Math.min(this.until + ms, this.latest);
  }

  leftMs(now: number): number {
    return Math.max(0, this.until - now);
  }

  end(): void {
    this.until = -Infinity;
  }
}
