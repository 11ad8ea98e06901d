import { Controller, type INestApplication, Module, type Type } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import {
  type DeliveryContext,
  type DomainEvent,
  DurableEventsStrategy,
  MessagingModule,
  type MessagingOptions,
} from '../../libs/messaging/src/index.js';

/** What a listening service does with an event. */
export type Handle = (event: DomainEvent<{ number: number }>, delivery: DeliveryContext) => unknown;

/** A real Nest app that listens to `case.registered`, with short waits. */
export async function startListeningService(
  options: Partial<MessagingOptions> & { url: string },
  handle: Handle,
) {
  const settings = {
    service: 'sharepoint',
    concurrency: 4,
    pollMs: 100,
    absenceMs: 1_000,
    drainMs: 200,
    abandonMs: 300,
    retry: { baseMs: 10, capMs: 50 },
    ...options,
  };
  const testing = await Test.createTestingModule({
    imports: [MessagingModule.forRootAsync({ useFactory: () => settings }), moduleOf(handle)],
  }).compile();
  const app: INestApplication = testing.createNestApplication(new FastifyAdapter(), { logger: false });
  app.connectMicroservice({ strategy: app.get(DurableEventsStrategy) });
  await app.startAllMicroservices();
  return app;
}

function moduleOf(handle: Handle): Type {
  @Controller()
  class CasesListener {
    @(EventPattern('case.registered') as MethodDecorator)
    on(@Payload() event: DomainEvent<{ number: number }>, @Ctx() delivery: DeliveryContext): unknown {
      return handle(event, delivery);
    }
  }

  @Module({ controllers: [CasesListener] })
  class ListeningModule {}
  return ListeningModule;
}
