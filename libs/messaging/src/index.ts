export { Backlog } from './backlog.js';
export { DeliveryContext } from './delivery/delivery.context.js';
export { DurableEventsStrategy } from './delivery/durable-events.strategy.js';
export { PermanentRefusal } from './delivery/permanent-refusal.js';
export type { DomainEvent, NewEvent } from './domain-event.js';
export { MessagingModule, type MessagingModuleAsyncOptions } from './messaging.module.js';
export type { MessagingOptions, Subscription } from './messaging.options.js';
export { Outbox } from './outbox/outbox.js';
export { type ParkedJob, ParkedJobs } from './parking/parked-jobs.js';
