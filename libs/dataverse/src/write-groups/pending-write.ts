import type { HttpRequest, HttpResponse, Send } from '#lib/http';

/** A write on its way through a group, and how its caller is told. */
export interface PendingWrite {
  readonly request: HttpRequest;
  /** Of its body. */
  readonly bytes: number;
  /** Epoch milliseconds. */
  readonly arrivedAt: number;
  /** Sends it alone. */
  readonly next: Send;
  readonly answer: (response: HttpResponse) => void;
  readonly fail: (error: unknown) => void;
}
