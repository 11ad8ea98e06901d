import Bottleneck from 'bottleneck';
import { Redis } from 'ioredis';
import { RateLimiterQueue, RateLimiterRedis } from 'rate-limiter-flexible';
import { memoryBudget, redisBudget, type ServiceProtectionBudget } from '#lib/resilience';
import type { Contender, Ground } from './contender.js';

/** So many at a time in every contender, so that this limit is not what is compared. */
const CONCURRENCY = 1_000;
const EXECUTION_MS = 1e9;

const limitsOf = ({ limit, windowMs }: Ground) => ({
  margin: 1,
  windowMs,
  limits: { requests: limit, executionMs: EXECUTION_MS, concurrency: CONCURRENCY },
});

const ours = (budget: ServiceProtectionBudget): Contender => ({
  acquire: async () => {
    const permit = await budget.acquire({ lane: 'interactive', estimatedMs: 1 });
    return () => permit.settle({ executionMs: 1 });
  },
  close: () => budget.close(),
});

/** All contenders, in the order of their turns. */
export const CONTENDERS = {
  'causeway in memory': async (ground: Ground) => ours(memoryBudget(limitsOf(ground))),
  'causeway on Redis': async (ground: Ground) =>
    ours(
      await redisBudget({
        ...limitsOf(ground),
        redisUrl: `redis://127.0.0.1:${ground.redisPort}`,
        environmentUrl: `https://${ground.name}.example`,
        applicationUser: 'a user',
        processes: ground.processes,
      }),
    ),
  'rate-limiter-flexible': flexible,
  bottleneck,
} satisfies Record<string, (ground: Ground) => Promise<Contender>>;

export type ContenderName = keyof typeof CONTENDERS;

/** Those that can share a limit among processes. */
export const SHARING: readonly ContenderName[] = ['causeway on Redis', 'rate-limiter-flexible', 'bottleneck'];

/** Its limiter on Redis with its queue in front, since a caller of ours waits instead of being refused. */
async function flexible({ redisPort, name, limit, windowMs }: Ground): Promise<Contender> {
  const redis = new Redis(redisPort, '127.0.0.1');
  const limiter = new RateLimiterRedis({
    storeClient: redis,
    keyPrefix: name,
    points: limit,
    duration: windowMs / 1_000,
  });
  const queue = new RateLimiterQueue(limiter);
  return {
    acquire: async () => {
      await queue.removeTokens(1);
      return () => undefined;
    },
    close: async () => redis.disconnect(),
  };
}

/** Its reservoir on Redis, filled up again each window. */
async function bottleneck({ redisPort, name, limit, windowMs }: Ground): Promise<Contender> {
  const limiter = new Bottleneck({
    id: name,
    datastore: 'ioredis',
    Redis,
    clientOptions: { host: '127.0.0.1', port: redisPort },
    maxConcurrent: CONCURRENCY,
    reservoir: limit,
    reservoirRefreshAmount: limit,
    reservoirRefreshInterval: windowMs,
  });
  await limiter.ready();
  return {
    acquire: () =>
      new Promise((resolve) => void limiter.schedule(() => new Promise<void>((done) => resolve(done)))),
    close: () => limiter.disconnect(),
  };
}
