import { Agent, request } from 'undici';
import type { Alarms } from './alarms.js';
import type { WebhookMessage } from './webhook-message.js';
import type { Webhook } from './webhook.js';

/** What became of one attempt: a receiver's status, or in words why there is none. */
export type Answer = { status: number } | { failure: string };

/** Posts messages to receivers. Their bodies are ignored, and redirections are not followed: it is the status that counts. */
export class Poster {
  private readonly agent = new Agent({ headersTimeout: 0, bodyTimeout: 0 });

  constructor(
    private readonly alarms: Alarms,
    /** How long a receiver may take, by the stand-in's clock. */
    private readonly timeoutSeconds: number,
  ) {}

  async post(webhook: Webhook, { headers, body }: WebhookMessage, ended: AbortSignal): Promise<Answer> {
    const timeout = new AbortController();
    const cancel = this.alarms.after(this.timeoutSeconds * 1000, () => timeout.abort());
    try {
      const response = await request(addressOf(webhook), {
        method: 'POST',
        headers: { ...headersOf(webhook), ...headers },
        body,
        signal: AbortSignal.any([timeout.signal, ended]),
        dispatcher: this.agent,
      });
      await response.body.dump().catch(() => undefined);
      return { status: response.statusCode };
    } catch (error) {
      const late = `no answer within ${this.timeoutSeconds} seconds`;
      return { failure: timeout.signal.aborted ? late : `no answer: ${codeOf(error)}` };
    } finally {
      cancel();
    }
  }

  /** Cuts what is under way. */
  close(): Promise<void> {
    return this.agent.destroy();
  }
}

const headersOf = ({ auth }: Webhook) => (auth.kind === 'httpHeader' ? auth.values : {});

function addressOf({ url, auth }: Webhook): string {
  if (auth.kind === 'httpHeader') return url;
  const address = new URL(url);
  const values = auth.kind === 'webhookKey' ? { code: auth.value } : auth.values;
  for (const [key, value] of Object.entries(values)) address.searchParams.append(key, value);
  return address.href;
}

/** Such as ECONNREFUSED. */
const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? (error as Error).name;
