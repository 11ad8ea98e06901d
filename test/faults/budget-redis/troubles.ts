import type { RedisServer } from '../../support/redis.js';
import type { Caller } from './callers.js';

/** What can be troubled. */
export interface Ground {
  redis: RedisServer;
  callers: readonly [Caller, ...Caller[]];
}

/** Something that goes wrong for a while. */
export interface Trouble {
  name: string;
  begin: (ground: Ground) => Promise<void>;
  end: (ground: Ground) => Promise<void>;
}

const slowRoadMs = 50;

/** Each of them in the order in which they come; `isShort` for the few of the short form. */
export const TROUBLES: readonly (Trouble & { isShort?: true })[] = [
  {
    name: 'a process is killed with permits in its hands, and another comes',
    isShort: true,
    begin: ({ callers }) => callers[0].kill(),
    end: ({ callers }) => callers[0].start(),
  },
  {
    name: 'Redis is killed, and comes back empty',
    isShort: true,
    begin: async ({ redis }) => {
      await redis.kill();
      await redis.wipe();
    },
    end: ({ redis }) => redis.start(),
  },
  {
    name: 'Redis is killed, and comes back with its state',
    begin: ({ redis }) => redis.kill(),
    end: ({ redis }) => redis.start(),
  },
  {
    name: 'Redis hangs',
    begin: async ({ redis }) => redis.hang(),
    end: async ({ redis }) => redis.goOn(),
  },
  {
    name: 'Redis is 100 ms away',
    begin: async ({ callers }) => delay(callers, slowRoadMs),
    end: async ({ callers }) => delay(callers, 0),
  },
  {
    name: 'one process cannot reach Redis',
    isShort: true,
    begin: async ({ callers }) => cut(callers[0], true),
    end: async ({ callers }) => cut(callers[0], false),
  },
  {
    name: 'Redis is emptied while a process is killed',
    begin: async ({ redis, callers }) => {
      await callers[0].kill();
      await redis.kill();
      await redis.wipe();
      await redis.start();
    },
    end: ({ callers }) => callers[0].start(),
  },
];

function delay(callers: readonly Caller[], ms: number): void {
  for (const { road } of callers) road.delayMs = ms;
}

function cut({ road }: Caller, isCut: boolean): void {
  road.isCut = isCut;
}
