/** Something that has happened, told to whoever subscribed. Its form follows CloudEvents 1.0 (https://cloudevents.io). */
export interface DomainEvent<Data = unknown> {
  /** A UUID unless its author gave another; the same on every delivery, so that a receiver can recognise a repeat. */
  readonly id: string;
  /** What happened, e.g. `case.registered`. */
  readonly type: string;
  /** When it happened, ISO 8601 in UTC. */
  readonly time: string;
  /** The service that says so. */
  readonly source: string;
  /** What it happened to, e.g. the reference of a case. Never personal data: it appears in operators' lists. */
  readonly subject?: string;
  readonly data: Data;
  /** The step of the trace in which it happened (W3C Trace Context). */
  readonly traceparent?: string;
}

/** An event as its author writes it; what is left out is filled in when it is added. */
export type NewEvent<Data = unknown> = Pick<DomainEvent<Data>, 'type' | 'data'> & Partial<DomainEvent<Data>>;
