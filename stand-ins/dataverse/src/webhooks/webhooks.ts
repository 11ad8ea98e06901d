import type { Clock } from '../../../control/src/index.js';
import type { Tables } from '../schema/tables.js';
import type { RowStore } from '../store/row-store.js';
import type { Unknowns } from '../unknowns.js';
import { Alarms } from './alarms.js';
import { type DeliveryFaults, departures, noDeliveryFaults } from './delivery-faults.js';
import { Endpoint } from './endpoint.js';
import { Poster } from './poster.js';
import type { Telling, TellingOrganization } from './remote-execution-context.js';
import type { RowEvent } from './row-event.js';
import { splitUpdate } from './split-update.js';
import { isToldOf, type Webhook } from './webhook.js';
import { webhookMessage } from './webhook-message.js';

export interface WebhookDelivery {
  /** How long a receiver may take, by the stand-in's clock. Default 60, as documented. */
  timeoutSeconds?: number;
  /** How many messages are under way to one receiver at most, so that they may pass each other. Default 8. */
  atOnce?: number;
}

export interface WebhookSurroundings {
  tables: Tables;
  store: RowStore;
  clock: Clock;
  unknowns: Unknowns;
  organization: TellingOrganization;
}

/** Tells receivers of what has been committed, after the commit. */
export class Webhooks {
  private endpoints: readonly Endpoint[] = [];
  private faults = noDeliveryFaults();
  private readonly alarms: Alarms;
  private readonly poster: Poster;
  private readonly atOnce: number;
  private awaiting: (() => void)[] = [];

  constructor(
    private readonly surroundings: WebhookSurroundings,
    { timeoutSeconds = 60, atOnce = 8 }: WebhookDelivery = {},
  ) {
    this.alarms = new Alarms(surroundings.clock);
    this.poster = new Poster(this.alarms, timeoutSeconds);
    this.atOnce = atOnce;
  }

  get registered(): readonly Webhook[] {
    return this.endpoints.map(({ webhook }) => webhook);
  }

  /** Puts these in the place of those that were, whose messages are forgotten. */
  register(webhooks: readonly Webhook[]): void {
    this.forget();
    const { poster, alarms, atOnce } = this;
    const { clock } = this.surroundings;
    const settled = () => this.answerAwaiting();
    this.endpoints = webhooks.map(
      (webhook) => new Endpoint(webhook, { poster, alarms, clock, atOnce, settled }),
    );
    settled();
  }

  disturb(faults: DeliveryFaults): void {
    this.faults = faults;
  }

  describeFaults() {
    return this.faults.describe();
  }

  /** @param url the organisation's, of which receivers hear the domain name */
  emit(events: readonly RowEvent[], url: string): void {
    if (this.endpoints.length === 0) return;
    const { host } = new URL(url);
    const { tables, store, clock, unknowns, organization } = this.surroundings;
    const telling: Telling = { data: { tables, store, now: clock.now() }, unknowns, organization };
    for (const event of events.flatMap(splitUpdate))
      for (const endpoint of this.endpoints)
        if (isToldOf(endpoint.webhook, event))
          endpoint.send(
            webhookMessage(event, endpoint.webhook, telling, host),
            departures(this.faults, event),
          );
  }

  /** When nothing waits. */
  async settled(): Promise<void> {
    if (this.waiting > 0) await new Promise<void>((resolve) => this.awaiting.push(resolve));
  }

  /** The clock was set forward. */
  checkTime(): void {
    this.alarms.check();
  }

  /** Forgets the messages, the counts and the faults; those who are told stay. */
  reset(): void {
    this.disturb(noDeliveryFaults());
    this.register(this.registered);
  }

  report() {
    return this.endpoints.map(({ webhook: { id, name, url }, tally }) => ({
      id,
      ...(name !== undefined && { name }),
      url,
      ...tally.report(),
    }));
  }

  async close(): Promise<void> {
    this.register([]);
    await this.poster.close();
  }

  private get waiting(): number {
    return this.endpoints.reduce((sum, { tally }) => sum + tally.waiting, 0);
  }

  private forget(): void {
    this.alarms.clear();
    for (const endpoint of this.endpoints) endpoint.close();
  }

  private answerAwaiting(): void {
    if (this.waiting > 0) return;
    for (const resolve of this.awaiting.splice(0)) resolve();
  }
}
