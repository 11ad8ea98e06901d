import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type LoggerService,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { type CustomTransportStrategy, Server } from '@nestjs/microservices';
import type { JobHelpers, TaskList } from 'graphile-worker';
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { lastValueFrom } from 'rxjs';
import { isDatabaseUnavailable } from '#lib/database';
import { runInTrace, waypoint } from '#lib/telemetry';
import { NestLogger } from '#lib/telemetry/nest';
import type { DomainEvent } from '../domain-event.js';
import { DeliveryMetrics } from './delivery.metrics.js';
import { MessagingSettings } from '../messaging.options.js';
import { ParkedJobs } from '../parking/parked-jobs.js';
import { queueName } from '../queue-name.js';
import { MessagingStore } from '../store/messaging.store.js';
import { AbsentWorkersSweep } from './absent-workers.sweep.js';
import { Crew } from './crew.js';
import { DeliveryContext } from './delivery.context.js';
import { KeepErrors } from './keep-error.filter.js';
import { PermanentRefusal } from './permanent-refusal.js';
import { planRetry } from './retry-plan.js';

/**
 * Delivers durable events to the `@EventPattern` handlers of an app, at least once:
 *
 *     app.connectMicroservice({ strategy: app.get(DurableEventsStrategy) });
 *     await app.startAllMicroservices();
 *
 * A delivery ends in one of three ways. *Acknowledged*: the handler's result completed. *Parked*: it threw
 * PermanentRefusal. *Tried again*: any other error, one while parking included, after a wait, without end. A process that dies in between has
 * done none of these, and its event is given to another worker.
 */
@Injectable()
export class DurableEventsStrategy
  extends Server
  implements CustomTransportStrategy, BeforeApplicationShutdown, OnApplicationShutdown
{
  /** Nest's own logger is one for all apps of the process; ours says which service it speaks for. */
  protected override readonly logger: LoggerService = new Logger(DurableEventsStrategy.name);
  private readonly shutdown = new AbortController();
  private readonly sweep: AbsentWorkersSweep;
  private crew: Crew | undefined;
  private hiring: Promise<void> | undefined;
  private closing: Promise<void> | undefined;
  private readonly finishing = new Set<Promise<void>>();

  constructor(
    private readonly store: MessagingStore,
    private readonly settings: MessagingSettings,
    private readonly parked: ParkedJobs,
    private readonly metrics: DeliveryMetrics,
    // Nothing is asked of it: it has to be there before the handlers are registered.
    _keepErrors: KeepErrors,
  ) {
    super();
    if (settings.logger) this.logger = new NestLogger(settings.logger);
    // Every running handler may listen to it, several times.
    setMaxListeners(0, this.shutdown.signal);
    this.sweep = new AbsentWorkersSweep(store, settings.service, settings.absenceMs, (error) => {
      if (!isDatabaseUnavailable(error))
        this.logger.error(`The sweep for absent workers failed: ${String(error)}`);
    });
  }

  /** Called by `startAllMicroservices`: records the subscriptions of the handlers and starts to deliver. */
  listen(callback: (error?: unknown) => void): void {
    this.open().then(() => {
      callback();
    }, callback);
  }

  /** Takes no more events, lets the running handlers finish, then aborts their signal, then leaves them. */
  close(): Promise<void> {
    return (this.closing ??= this.leave());
  }

  /**
   * Begins to close, so that this and the HTTP server let their work finish at the same time: Nest closes the
   * microservices only when the last request is done, and a slow upload may take long.
   */
  beforeApplicationShutdown(): void {
    // Whoever closes later hears of a failure.
    this.close().catch(() => undefined);
  }

  /** For an app that was shut down without having closed its microservices. */
  async onApplicationShutdown(): Promise<void> {
    await this.close();
  }

  /** The transport has events of its own to listen to: none. */
  on(): never {
    throw new Error('Durable events have no transport events.');
  }

  /** Gives what the transport is built on: the store. */
  unwrap<T>(): T {
    return this.store as T;
  }

  private async open(): Promise<void> {
    const events = [...this.messageHandlers.keys()];
    await this.store.subscribe([{ service: this.settings.service, events }]);
    this.sweep.start();
    if (events.length > 0) await this.hire();
  }

  private async hire(): Promise<void> {
    const crew = new Crew(this.store, this.settings, this.tasks(), () => {
      this.replace(crew);
    });
    this.crew = crew;
    await crew.begin();
  }

  /** A broken crew finishes what it has in hand while the next one begins, as soon as the database lets it. */
  private replace(broken: Crew): void {
    if (this.closing !== undefined || this.crew !== broken) return;
    this.logger.warn('The workers ended without having been asked to: others take their place.');
    const finishing = broken.stop(this.settings.abandonMs).finally(() => this.finishing.delete(finishing));
    this.finishing.add(finishing);
    this.hiring = (async () => {
      while (this.closing === undefined) {
        try {
          await this.hire();
          return;
        } catch {
          await this.crew?.stop(0);
          await sleep(500);
        }
      }
    })();
  }

  private async leave(): Promise<void> {
    const sweeping = this.sweep.stop();
    await this.hiring;
    const abort = setTimeout(() => {
      this.shutdown.abort();
    }, this.settings.drainMs);
    try {
      await Promise.all([
        sweeping,
        this.crew?.stop(this.settings.drainMs + this.settings.abandonMs),
        ...this.finishing,
      ]);
    } finally {
      clearTimeout(abort);
      this.shutdown.abort();
    }
  }

  private tasks(): TaskList {
    const types = [...this.messageHandlers.keys()];
    return Object.fromEntries(
      types.map((type) => [
        queueName(this.settings.service, type),
        (payload: unknown, { job }: JobHelpers) => this.deliver(payload as DomainEvent, job.attempts),
      ]),
    );
  }

  private async deliver(event: DomainEvent, attempt: number): Promise<void> {
    try {
      await this.acknowledgeOrPark(event, attempt);
    } catch (error) {
      throw this.retryLater(event, error, attempt);
    }
  }

  private async acknowledgeOrPark(event: DomainEvent, attempt: number): Promise<void> {
    try {
      await runInTrace(event.traceparent, () => this.handle(event, attempt));
      waypoint('delivery.before-acknowledge');
      this.metrics.count(event.type, 'acknowledged');
    } catch (error) {
      if (!(error instanceof PermanentRefusal)) throw error;
      await this.park(event, error, attempt);
    }
  }

  /** Nest's promise resolves although the handler threw; the error travels in the observable it resolves to. */
  private async handle(event: DomainEvent, attempt: number): Promise<void> {
    const handler = this.getHandlerByPattern(event.type);
    if (handler === null) throw new Error(`There is no handler for ${event.type}.`);
    waypoint('delivery.before-handler');
    const result = this.transformToObservable(
      await handler(event, new DeliveryContext([attempt, this.shutdown.signal])),
    );
    await lastValueFrom(result, { defaultValue: undefined });
  }

  private async park(event: DomainEvent, refusal: PermanentRefusal, attempt: number): Promise<void> {
    waypoint('delivery.before-park');
    await this.parked.park(event, refusal, attempt);
    this.metrics.count(event.type, 'parked');
    this.logger.warn(`Event ${event.id} (${event.type}) is parked: ${refusal.code}`);
  }

  private retryLater(event: DomainEvent, error: unknown, attempt: number): Error {
    if (this.shutdown.signal.aborted)
      return planRetry({ name: 'shutdown', retryAfterMs: 0 }, this.plan(attempt));
    const failure = planRetry(error, this.plan(attempt));
    waypoint('delivery.before-retry');
    this.metrics.count(event.type, 'retried');
    this.logger.warn(
      `Event ${event.id} (${event.type}) failed at attempt ${String(attempt)}: ${failure.message}; again in ${String(failure.retryInMs)} ms`,
    );
    return failure;
  }

  private plan(attempt: number): Parameters<typeof planRetry>[1] {
    return { attempt, random: Math.random, ...this.settings.retry };
  }
}
