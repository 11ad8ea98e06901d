import { setTimeout as sleep } from 'node:timers/promises';
import { whileProgressing } from './progress-watch.js';
import { acknowledgedReference, isPassing, type Answer, type Entry } from './transcript.js';

export interface WebsiteOptions {
  intakeUrl: string;
  /** A valid token of the website. */
  token: () => Promise<string>;
  signal: AbortSignal;
}

const SENDERS = 24;
const ANSWER_WITHIN_MS = 15_000;
/** One case in so many is posted by somebody who presses the button twice. */
const IMPATIENT = 5;

/**
 * The website: it posts each case under its key, again and again under the same key until there is an answer that decides, and
 * writes down every answer. Cases are posted as they are released, so that each life of the intake has some of its own.
 */
export class Website {
  private released = 0;
  private next = 0;
  private decided = 0;

  constructor(
    readonly transcript: readonly Entry[],
    private readonly options: WebsiteOptions,
  ) {}

  /** Lets the first so many cases be posted. */
  release(count: number): void {
    this.released = Math.max(this.released, count);
  }

  /** Posts what is released until every case has its answer; rejects in words when for a long time none had. */
  async postAll(): Promise<void> {
    const { signal } = this.options;
    await Promise.all([
      ...Array.from({ length: SENDERS }, () => this.send()),
      whileProgressing({
        isDone: () => this.decided === this.transcript.length,
        progress: () => this.decided + this.released,
        stuck: () => `${this.next - this.decided} posts have no answer that decides.`,
        signal,
      }),
    ]);
  }

  /** Asks for every acknowledged case until it is registered, as a website does that shows how a case stands. */
  async untilRegistered(): Promise<void> {
    const waiting = new Map(
      this.transcript.flatMap((entry) => {
        const reference = entry.answers.map(acknowledgedReference).find((one) => one !== undefined);
        return reference === undefined ? [] : [[reference, entry] as const];
      }),
    );
    const total = waiting.size;
    await whileProgressing({
      isDone: async () => {
        await this.look(waiting);
        return waiting.size === 0;
      },
      progress: () => total - waiting.size,
      stuck: () =>
        `not registered: ${[...waiting.keys()].slice(0, 10).join(', ')} (${waiting.size} of ${total}).`,
      signal: this.options.signal,
    });
  }

  private async send(): Promise<void> {
    while (this.next < this.transcript.length) {
      if (this.next >= this.released) {
        await sleep(20, undefined, { signal: this.options.signal });
        continue;
      }
      const index = this.next++;
      const entry = this.transcript[index] as Entry;
      const presses = index % IMPATIENT === 0 ? 2 : 1;
      await Promise.all(Array.from({ length: presses }, () => this.postUntilDecided(entry)));
      this.decided += 1;
    }
  }

  private async postUntilDecided(entry: Entry): Promise<void> {
    for (;;) {
      const { answer, againInMs } = await this.post(entry);
      entry.answers.push(answer);
      if (againInMs === undefined) return;
      await sleep(againInMs, undefined, { signal: this.options.signal });
    }
  }

  /** One attempt; without `againInMs` its answer decides. */
  private async post({ key, post }: Entry): Promise<{ answer: Answer; againInMs?: number }> {
    try {
      const response = await this.ask('cases/v1/cases', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify(post),
      });
      const answer = await answerOf(response);
      if (!isPassing(response.status)) return { answer };
      const told = Number(response.headers.get('retry-after') ?? 0) * 1000;
      return { answer, againInMs: told + 200 + Math.random() * 400 };
    } catch (error) {
      this.options.signal.throwIfAborted();
      // An intake takes seconds to start, and has the machine to itself meanwhile but for this.
      return { answer: { status: 'none', reason: reasonOf(error) }, againInMs: 400 + Math.random() * 1_200 };
    }
  }

  /** Writes down who is registered, and who is unknown; the others are asked for again. */
  private async look(waiting: Map<string, Entry>): Promise<void> {
    for (const some of inGroups([...waiting], SENDERS)) {
      await Promise.all(
        some.map(async ([reference, entry]) => {
          const response = await this.ask(`cases/v1/cases/${reference}`, {});
          const { status, ...told } = await answerOf(response);
          if (response.ok && told.state !== 'registered') return;
          if (!response.ok && isPassing(response.status)) return;
          entry.answers.push({ status, ...told });
          waiting.delete(reference);
        }),
      );
    }
  }

  private async ask(
    path: string,
    init: RequestInit & { headers?: Record<string, string> },
  ): Promise<Response> {
    const { intakeUrl, token, signal } = this.options;
    return fetch(`${intakeUrl}/${path}`, {
      ...init,
      headers: { authorization: `Bearer ${await token()}`, ...init.headers },
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
    });
  }
}

async function answerOf(response: Response) {
  const { reference, ticketNumber, state } = (await response.json()) as Partial<Record<string, string>>;
  return { status: response.status, reference, ticketNumber, state };
}

function reasonOf(error: unknown): string {
  const { cause, name } = error as Error & { cause?: { code?: unknown } };
  return typeof cause?.code === 'string' ? cause.code : name;
}

const inGroups = <T>(list: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
