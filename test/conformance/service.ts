import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';
import type { AccessTokenSource } from '#lib/http';
import { readBody } from './answer-body.js';

/** One request as it goes out, its placeholders filled in. */
export interface Sent {
  method: string;
  url: string;
  headers: Readonly<Record<string, string>>;
  body?: string | undefined;
}

/** What came back. */
export interface Answer {
  status: number;
  /** By lower-case name; what came more than once stands with commas in between. */
  headers: Readonly<Record<string, string>>;
  text: string;
  /** JSON read, a multipart document by its parts, otherwise the text; undefined when there is none. */
  body: unknown;
}

const TIMEOUT_MS = 120_000;
const PATIENCE_SECONDS = 120;

/**
 * The Web API over plain HTTP, with no client of ours in between: what is judged here is what is on the wire. Cookies are not
 * kept, so that no server is preferred.
 */
export class Service {
  private readonly agent = new Agent({ headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS });

  constructor(
    /** The organisation's URL, without a slash at its end. */
    readonly url: string,
    private readonly tokens: AccessTokenSource,
  ) {}

  get root(): string {
    return `${this.url}/api/data/v9.2`;
  }

  /** Sends one request. A caller shut out by a limit waits as long as it is told to, as the documentation asks. */
  async send(sent: Sent): Promise<Answer> {
    const answer = await this.sendOnce(sent);
    const seconds = Number(answer.headers['retry-after']);
    if (answer.status !== 429 || !(seconds <= PATIENCE_SECONDS)) return answer;
    await sleep(seconds * 1_000);
    return this.sendOnce(sent);
  }

  /** Sends one request, and gives a 429 as it came. */
  async sendOnce({ method, url, headers, body }: Sent): Promise<Answer> {
    const authorization = { authorization: `Bearer ${await this.tokens.getToken()}` };
    const response = await request(url, {
      method,
      headers: { ...authorization, ...headers },
      ...(body !== undefined && { body }),
      dispatcher: this.agent,
    });
    const text = Buffer.from(await response.body.arrayBuffer()).toString('utf8');
    const found = Object.entries(response.headers).map(([name, value]) => [name, String(value ?? '')]);
    const received = Object.fromEntries(found) as Record<string, string>;
    return { status: response.statusCode, headers: received, text, body: readBody(received, text) };
  }

  close(): Promise<void> {
    return this.agent.close();
  }
}
