import { type DynamicModule, type FactoryProvider, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Backlog } from './backlog.js';
import { DeliveryMetrics } from './delivery/delivery.metrics.js';
import { DurableEventsStrategy } from './delivery/durable-events.strategy.js';
import { KeepErrors } from './delivery/keep-error.filter.js';
import { type MessagingOptions, MessagingSettings } from './messaging.options.js';
import { Outbox } from './outbox/outbox.js';
import { ParkedJobs } from './parking/parked-jobs.js';
import { MessagingStore } from './store/messaging.store.js';

/** How an app tells the module its options. */
export interface MessagingModuleAsyncOptions {
  readonly imports?: DynamicModule['imports'];
  readonly inject?: FactoryProvider['inject'];
  // Nest calls it with what `inject` names; only the caller knows those types.
  readonly useFactory: (...dependencies: never[]) => MessagingOptions | Promise<MessagingOptions>;
}

/**
 * Gives an app its part in the messaging: Outbox, ParkedJobs, Backlog and DurableEventsStrategy. When the app has
 * been created, the tables and the known subscriptions are there. Global within its app.
 */
@Module({})
export class MessagingModule {
  /** Registers the module; see the class. */
  static forRootAsync(options: MessagingModuleAsyncOptions): DynamicModule {
    return {
      module: MessagingModule,
      global: true,
      imports: [DiscoveryModule, ...(options.imports ?? [])],
      providers: [
        {
          provide: MessagingSettings,
          inject: options.inject ?? [],
          useFactory: async (...dependencies: never[]) =>
            new MessagingSettings(await options.useFactory(...dependencies)),
        },
        {
          provide: MessagingStore,
          inject: [MessagingSettings],
          useFactory: (settings: MessagingSettings) => MessagingStore.open(settings),
        },
        KeepErrors,
        DeliveryMetrics,
        Outbox,
        ParkedJobs,
        Backlog,
        DurableEventsStrategy,
      ],
      exports: [Outbox, ParkedJobs, Backlog, DurableEventsStrategy],
    };
  }
}
