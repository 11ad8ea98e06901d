import type { Registry } from 'prom-client';
import type { Logger } from '#lib/telemetry';
import { assertServiceName } from './queue-name.js';

/** The services that hear of events, and which; known before any of them has run for the first time. */
export interface Subscription {
  readonly service: string;
  readonly events: readonly string[];
}

/** How one service takes part in the messaging; times in milliseconds. */
export interface MessagingOptions {
  /** The PostgreSQL that all services share. */
  readonly url: string;
  /** The name of this service: its subscriptions and its events carry it. */
  readonly service: string;
  /** How many events are handled at once; default 8. */
  readonly concurrency?: number;
  /**
   * Recorded at start beside this service's own, so that an event is kept for a service that has never run yet. It is
   * also a promise: Outbox refuses an event that would miss one of the services named for its type.
   */
  readonly subscriptions?: readonly Subscription[];
  /** Waits between attempts: full jitter below base × 2^(attempt-1), never above the cap. Defaults 500 and 60,000. */
  readonly retry?: { readonly baseMs?: number; readonly capMs?: number };
  /** How often delayed events are looked for; new ones come at once. Default 1,000. */
  readonly pollMs?: number;
  /** How long handlers may finish undisturbed at shutdown before their signal aborts; default 2,000. */
  readonly drainMs?: number;
  /** How long the shutdown then still waits for them; default 8,000. What is not done by then is delivered again. */
  readonly abandonMs?: number;
  /** How long a worker must have been gone until its event is given to another; default 3,000. */
  readonly absenceMs?: number;
  /** How long the start waits for the database; default 60,000. */
  readonly patienceMs?: number;
  readonly registry?: Registry;
  /** The service's own; Nest's otherwise. */
  readonly logger?: Logger;
}

/** The options with every default filled in. */
export class MessagingSettings {
  readonly url: string;
  readonly service: string;
  readonly concurrency: number;
  readonly subscriptions: readonly Subscription[];
  readonly retry: { readonly baseMs: number; readonly capMs: number };
  readonly pollMs: number;
  readonly drainMs: number;
  readonly abandonMs: number;
  readonly absenceMs: number;
  readonly patienceMs: number;
  readonly registry: Registry | undefined;
  readonly logger: Logger | undefined;

  constructor(options: MessagingOptions) {
    assertServiceName(options.service);
    this.url = options.url;
    this.service = options.service;
    this.concurrency = options.concurrency ?? 8;
    this.subscriptions = options.subscriptions ?? [];
    this.retry = { baseMs: options.retry?.baseMs ?? 500, capMs: options.retry?.capMs ?? 60_000 };
    this.pollMs = options.pollMs ?? 1_000;
    this.drainMs = options.drainMs ?? 2_000;
    this.abandonMs = options.abandonMs ?? 8_000;
    this.absenceMs = options.absenceMs ?? 3_000;
    this.patienceMs = options.patienceMs ?? 60_000;
    this.registry = options.registry;
    this.logger = options.logger;
  }
}
