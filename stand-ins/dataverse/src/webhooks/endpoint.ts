import type { Clock } from '../../../control/src/index.js';
import type { Alarms } from './alarms.js';
import { Line } from './line.js';
import type { Answer, Poster } from './poster.js';
import { Tally } from './tally.js';
import type { WebhookMessage } from './webhook-message.js';
import type { Webhook } from './webhook.js';

/** These, and no others, are tried again, and once: use-webhooks, "Troubleshoot webhook registrations". */
const AGAIN = [502, 503, 504];

export interface EndpointTools {
  poster: Poster;
  alarms: Alarms;
  clock: Clock;
  /** How many messages are under way to one receiver at most. */
  atOnce: number;
  /** Hears of every message that waits no longer. */
  settled: () => void;
}

/**
 * One registration and its messages. A message waits from its commit until its receiver has answered: before it sets out when it is
 * late, in line behind others, and while it is under way. When the registration has ended, those that wait are forgotten, and no
 * attempt begins.
 */
export class Endpoint {
  readonly tally = new Tally();
  private readonly line: Line;
  private readonly end = new AbortController();

  constructor(
    readonly webhook: Webhook,
    private readonly tools: EndpointTools,
  ) {
    this.line = new Line(tools.atOnce);
  }

  /** @param departures when its copies set out, in milliseconds from now */
  send(message: WebhookMessage, departures: readonly number[]): void {
    this.tally.setOut(departures.length);
    const enter = () => this.line.add(() => this.deliver(message));
    for (const ms of departures)
      if (ms === 0) enter();
      else this.tools.alarms.after(ms, enter);
  }

  close(): void {
    this.line.end();
    this.end.abort();
  }

  private async deliver(message: WebhookMessage): Promise<void> {
    const answer = await this.attempts(message);
    const why = failureOf(answer);
    const at = new Date(this.tools.clock.now()).toISOString();
    if (why === undefined) this.tally.arrived();
    else this.tally.failedTo({ operationId: message.operationId, at, why });
    this.tools.settled();
  }

  private async attempts(message: WebhookMessage): Promise<Answer> {
    const answer = await this.post(message);
    if (!('status' in answer && AGAIN.includes(answer.status)) || this.end.signal.aborted) return answer;
    this.tally.retried += 1;
    return this.post(message);
  }

  private post(message: WebhookMessage): Promise<Answer> {
    return this.tools.poster.post(this.webhook, message, this.end.signal);
  }
}

function failureOf(answer: Answer): string | undefined {
  if ('failure' in answer) return answer.failure;
  return answer.status >= 200 && answer.status < 300 ? undefined : `answered ${answer.status}`;
}
