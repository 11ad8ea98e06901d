import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from '../../../../../test/support/child-process.js';
import { hasRedis, needsRedis, RedisServer } from '../../../../../test/support/redis.js';
import { TcpProxy } from '../../../../../test/support/tcp-proxy.js';
import { redisBudget } from '../budgets.js';
import { RedisNews } from './redis-news.js';

const channel = 'news';

describe.skipIf(!hasRedis)(`the news from Redis ${needsRedis}`, () => {
  let redis: RedisServer;
  let admin: Redis;
  const unheard: unknown[] = [];
  const keep = (error: unknown) => unheard.push(error);

  beforeAll(async () => {
    redis = await RedisServer.start();
    admin = new Redis(redis.url);
    process.on('unhandledRejection', keep);
  });
  afterEach(() => unheard.splice(0));
  afterAll(async () => {
    process.off('unhandledRejection', keep);
    admin.disconnect();
    await redis.close();
  });

  const listeners = () => admin.pubsub('NUMSUB', channel);
  /** Until the end of the test, however it ends: the next one counts the listeners of the same channel. */
  const listening = async (url: string) => {
    const news = await RedisNews.connect(url, channel, 1_000);
    onTestFinished(() => news.close());
    return news;
  };

  it('are heard again after a connection that is lost while it subscribes anew, and nothing is left unheard', async () => {
    const proxy = await TcpProxy.to(redis.port);
    onTestFinished(() => proxy.close());
    const news = await listening(`redis://127.0.0.1:${proxy.port}`);
    const called: string[] = [];
    news.onCall((member) => called.push(member));
    proxy.breaksAt = /subscribe/i;
    proxy.breakOff();
    await eventually(async () => expect(proxy.breaksAt).toBeUndefined());
    // What Redis counts as a listener may for a moment still be the connection that broke: so it is said until it is heard.
    await eventually(async () => {
      await admin.publish(channel, 'me');
      expect(called).toContain('me');
    });
    expect(unheard).toEqual([]);
  });

  it('are done without when Redis refuses them later on, until there is another connection', async () => {
    await admin.call('ACL', 'SETUSER', 'listener', 'on', '>pw', '~*', '+@all', 'allchannels');
    const news = await listening(`redis://listener:pw@127.0.0.1:${redis.port}`);
    await admin.call('ACL', 'SETUSER', 'listener', 'resetchannels');
    await eventually(async () => expect(await listeners()).toEqual([channel, 0]));
    await eventually(async () => expect(await admin.call('ACL', 'LOG')).not.toEqual([]));
    await admin.call('ACL', 'SETUSER', 'listener', 'allchannels');
    news.startAnew();
    await eventually(async () => expect(await listeners()).toEqual([channel, 1]));
    expect(unheard).toEqual([]);
  });

  it.each([
    ['may not hear them', ['+@all', 'resetchannels']],
    ['may not run scripts', ['+@all', '-@scripting', 'allchannels']],
  ])('keep a process whose user %s from starting, in words, and leave nothing open', async (_, rights) => {
    await admin.call('ACL', 'SETUSER', 'deaf', 'reset', 'on', '>secret', '~*', ...rights);
    const starting = redisBudget({
      redisUrl: `redis://deaf:secret@127.0.0.1:${redis.port}`,
      environmentUrl: 'https://contoso.example',
      applicationUser: 'a user',
      processes: 2,
    });
    await expect(starting).rejects.toMatchObject({
      code: 'budget-store-unavailable',
      message: expect.stringContaining('NOPERM'),
    });
    await eventually(async () => expect(await admin.client('LIST')).not.toContain('user=deaf'));
  });
});
