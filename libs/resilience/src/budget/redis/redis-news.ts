import type { Redis } from 'ioredis';
import { connectRedis, startAnew, unavailable } from './redis-connection.js';

/**
 * A connection on which Redis calls by name who could go now.
 *
 * Lost and made again, it subscribes again, which may fail in turn: then it is made anew once more. News that are lost cost nothing
 * but time, for who waits asks again by and by.
 */
export class RedisNews {
  private constructor(
    private readonly redis: Redis,
    private readonly channel: string,
  ) {
    redis.on('ready', () => this.subscribeAgain());
  }

  /** @throws BudgetStoreUnavailableError when Redis cannot be reached, or does not let us listen */
  static async connect(url: string, channel: string, answerWithinMs: number): Promise<RedisNews> {
    const redis = await connectRedis(url, answerWithinMs);
    try {
      await redis.subscribe(channel);
      return new RedisNews(redis, channel);
    } catch (error) {
      redis.disconnect();
      throw unavailable(redis, error);
    }
  }

  onCall(hear: (member: string) => void): void {
    this.redis.on('message', (_channel: string, member: string) => hear(member));
  }

  startAnew(): void {
    startAnew(this.redis);
  }

  close(): void {
    this.redis.disconnect();
  }

  /** What Redis refuses now it would refuse at once again: that waits for the next connection. */
  private subscribeAgain(): void {
    this.redis.subscribe(this.channel).catch((error: unknown) => {
      const isRefused = error instanceof Error && error.name === 'ReplyError';
      if (!isRefused) this.startAnew();
    });
  }
}
