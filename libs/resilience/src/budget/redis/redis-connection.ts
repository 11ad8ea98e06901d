import type { Redis, RedisOptions } from 'ioredis';
import { BudgetStoreUnavailableError } from './budget-store-unavailable-error.js';

/** So soon is it tried again to reach a Redis that was lost: at once, then ever later. */
const retryWithinMs = { first: 20, most: 1_000 };
/** A connection with TLS to another building takes several journeys there and back; nobody waits for it but the start. */
const connectWithinMs = 5_000;

/**
 * A command either is answered in time or fails, and is never sent again behind its sender's back: who asked has long since gone
 * on alone, and asks anew.
 */
const optionsOf = (answerWithinMs: number) =>
  ({
    lazyConnect: true,
    connectTimeout: connectWithinMs,
    commandTimeout: answerWithinMs,
    disconnectTimeout: 50,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    // ioredis hears no failure of a subscription that it renews itself, and a rejection that nobody hears ends the process.
    autoResubscribe: false,
    maxRetriesPerRequest: 0,
    disableClientInfo: true,
    retryStrategy: (attempt) =>
      Math.min(retryWithinMs.first * 2 ** Math.min(attempt, 16), retryWithinMs.most),
  }) satisfies RedisOptions;

/**
 * Opens a connection, which from then on repairs itself.
 *
 * @throws BudgetStoreUnavailableError when Redis cannot be reached, or does not let us in
 */
export async function connectRedis(url: string, answerWithinMs: number): Promise<Redis> {
  // A process that shares its budget with nobody, such as a command at a terminal, does not wait for this to load.
  const { Redis: Connection } = await import('ioredis');
  const redis = new Connection(url, optionsOf(answerWithinMs));
  let trouble: unknown;
  // Unheard, an error would be written to the console by ioredis; what matters of it is that an exchange fails.
  redis.on('error', (error) => (trouble = error));
  try {
    await redis.connect();
    return redis;
  } catch (error) {
    redis.disconnect();
    throw unavailable(redis, trouble ?? error);
  }
}

/** A connection that is being made already is let be. */
export function startAnew(redis: Redis): void {
  if (redis.status === 'ready') redis.disconnect(true);
}

/** Why a connection is of no use, without its secrets. */
export function unavailable({ options: { host, port } }: Redis, error: unknown): BudgetStoreUnavailableError {
  const { message, code } = wordsOf(error);
  // Not the error itself: with it goes the command that failed, and in that of the greeting stands the password.
  const cause = Object.assign(new Error(message), code !== undefined && { code });
  return new BudgetStoreUnavailableError(`${host}:${port}`, reasonOf(message), { cause });
}

function wordsOf(error: unknown): { message: string; code: string | undefined } {
  if (!(error instanceof Error)) return { message: String(error), code: undefined };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return { message: error.message || (code ?? error.name), code };
}

function reasonOf(message: string): string {
  if (/^(WRONGPASS|NOAUTH|ERR invalid password|ERR Client sent AUTH)/.test(message))
    return 'it does not accept the user name and password';
  if (message === 'Command timed out') return 'it does not answer';
  if (message.startsWith('Reached the max retries')) return 'the connection was lost';
  return message;
}
