import { CommanderError } from 'commander';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { connectDataverse, type ConnectedDataverse } from '#lib/dataverse';
import { loopbackServer } from '#lib/http/testing';
import { redisBudget } from '#lib/resilience';
import { freePort } from '../../../test/support/free-port.js';
import { hasRedis, needsRedis, RedisServer } from '../../../test/support/redis.js';
import { commandWithSubcommands } from '../../run.js';
import { limits } from './limits.command.js';
import { limitsLine, limitsTable } from './limits-table.js';
import type { LimitsView } from './limits-view.js';
import { Metrics } from './read-metrics.js';
import { viewsOfServices } from './service-source.js';
import { redisSource } from './sources.js';
import { viewOfMetrics } from './view-of-metrics.js';
import { viewOfReport } from './view-of-report.js';
import { watch } from './watch.js';

const viewOf = (rest: Partial<LimitsView> = {}): LimitsView => ({
  title: 'an-app at http://127.0.0.1:1',
  facets: [
    { facet: 'requests', limit: 6_000, usedRatio: 0.25, heldBackRatio: 0, throttlingInMinutes: null },
    { facet: 'executionTime', limit: 1_200, usedRatio: 0.9, heldBackRatio: 0.495, throttlingInMinutes: 3.9 },
    { facet: 'concurrency', limit: 52, usedRatio: 1, heldBackRatio: 0, throttlingInMinutes: 0 },
  ],
  lanes: [
    {
      lane: 'batch',
      requestsPerSecond: 12.5,
      executionSecondsPerSecond: 3,
      waiting: { requests: 17 },
      reserveRatio: 0.02,
    },
  ],
  spenders: [{ name: 'an-app', requestsRatio: 0.05, executionTimeRatio: 0.5, standing: '' }],
  notes: ['A 429 holds everybody back for 7 s more.'],
  operations: { ofLastDay: 30_000, allowed: 40_000 },
  hints: { requestsRemaining: 5_990 },
  ...rest,
});

/** Cells of the row that begins so, in the drawn table. */
const rowOf = (table: string, first: string): string[] => {
  const cells = (line: string) => line.split('│').map((cell) => cell.trim());
  const row = table
    .split('\n')
    .map(cells)
    .find(([, cell]) => cell === first);
  return row?.slice(1, -1) ?? [];
};

describe('the table of the limits', () => {
  it('has a row for each limit: how much of it is used, and when it will be used up', () => {
    const table = limitsTable(viewOf());
    expect(rowOf(table, 'requests')).toEqual([
      'requests',
      '6,000',
      '25 %',
      '█████░░░░░░░░░░░░░░░',
      '',
      'never at this rate',
    ]);
    expect(rowOf(table, 'execution time').slice(1)).toEqual([
      '1,200 s',
      '90 %',
      '██████████████████░░',
      '50 %',
      'in 3 min',
    ]);
    expect(rowOf(table, 'at a time').at(-1)).toBe('now');
  });

  it('tells who spends and who waits, what holds back, and the operations of the day', () => {
    const table = limitsTable(viewOf());
    expect(rowOf(table, 'batch')).toEqual(['batch', '12.50', '3.00', '17', '2.0 %']);
    expect(rowOf(table, 'an-app')).toEqual(['an-app', '5.0 %', '50 %', '']);
    expect(table).toContain('A 429 holds everybody back for 7 s more.');
    expect(table).toContain('Operations of the last 24 hours: 30,000 of 40,000 (75 %).');
    expect(table).toContain('Dataverse said last: 5,990 requests left.');
  });

  it('is one line for a log', () => {
    expect(limitsLine(viewOf())).toBe(
      'an-app at http://127.0.0.1:1: requests 25 %, throttling never at this rate; execution time 90 %, throttling in 3 min; at a time 100 %, throttling now; batch 12.50 requests/s, 3.00 execution s/s, waiting 17, reserve 2.0 %; an-app 5.0 % of the requests, 50 % of the execution time. A 429 holds everybody back for 7 s more.',
    );
  });

  it.each([
    [{ requests: 0 }, '0', 'not known'],
    [{ requests: 3 }, '3', 'calls wait'],
    [{ processes: 0, longestSeconds: 0 }, '0', 'not known'],
    [{ processes: 2, longestSeconds: 1.26 }, 'in 2 processes, up to 1.3 s', 'calls wait'],
  ])('says of what is not foretold why not: %j', (waiting, inWords, forecast) => {
    const { facets, lanes } = viewOf();
    const table = limitsTable(
      viewOf({
        facets: facets.map((facet) => ({ ...facet, throttlingInMinutes: undefined })),
        lanes: lanes.map((lane) => ({ ...lane, waiting })),
      }),
    );
    expect(rowOf(table, 'batch')[3]).toBe(inWords);
    expect(rowOf(table, 'requests').at(-1)).toBe(forecast);
  });
});

describe('Metrics', () => {
  it('reads values with and without labels, and passes over what is none', () => {
    const metrics = Metrics.in(
      '# HELP a some\na{service="x",lane="event"} 2.5\na{lane="batch"} 1e3\nb 7\n\n',
    );
    expect(metrics.by('lane', 'a')).toEqual({ event: 2.5, batch: 1_000 });
    expect([metrics.value('b'), metrics.value('c'), metrics.service]).toEqual([7, undefined, 'x']);
  });
});

describe('the limits of a service that runs', () => {
  const signal = new AbortController().signal;
  let dataverse: ConnectedDataverse;
  const servers: { url: string; close(): Promise<void> }[] = [];
  const serve = async (...handler: Parameters<typeof loopbackServer>) => {
    const server = await loopbackServer(...handler);
    servers.push(server);
    return server.url;
  };
  let app: string;

  beforeAll(async () => {
    const registry = new Registry();
    registry.setDefaultLabels({ service: 'an-app' });
    const headers = { 'x-ms-dop-hint': '4' };
    const url = await serve((_, response) => void response.writeHead(200, headers).end('{"UserId":"u"}'));
    dataverse = connectDataverse({
      url,
      tokens: { getToken: async () => 'token' },
      registry,
      budget: { requests: 40, executionMs: 1_200_000, concurrency: 5 },
      entitlement: { operationsPerDay: 20 },
    });
    app = await serve((_, response) => void registry.metrics().then((text) => response.end(text)));
    for (let call = 0; call < 10; call += 1) await dataverse.client.whoAmI();
  });
  afterAll(async () => {
    await dataverse.close();
    for (const server of servers) await server.close();
  });

  it('are read from its metrics', async () => {
    const [view] = await viewsOfServices({ urls: [app], areNamed: true }, signal);
    expect(view).toMatchObject({
      title: `an-app at ${app}`,
      facets: [
        { facet: 'requests', limit: 40, usedRatio: 0.25, heldBackRatio: 0 },
        { facet: 'executionTime', limit: 1_200 },
        { facet: 'concurrency', limit: 5, usedRatio: 0 },
      ],
      spenders: [{ name: 'an-app', requestsRatio: 0.25, standing: '' }],
      notes: [],
      operations: { ofLastDay: 10, allowed: 20 },
      hints: { recommendedConcurrency: 4 },
    });
    const interactive = view?.lanes.find(({ lane }) => lane === 'interactive');
    expect(interactive?.requestsPerSecond).toBeGreaterThan(0);
  });

  const viewWhileStanding = (standing: number) =>
    viewOfMetrics(
      Metrics.in(
        [
          'dataverse_client_budget_limit{facet="requests"} 6000',
          `dataverse_client_budget_standing ${standing}`,
          'dataverse_client_budget_waiting{lane="batch"} 4',
        ].join('\n'),
      ),
      app,
    );

  it.each([
    ['is cut off', 2, ', cut off', /Redis .* does not answer .* this process alone .*REDIS_URL/],
    ['shares a ledger that is new', 1, '', /ledger .* is new .* certainly its own/],
  ])('are those of a process that %s, with the cause, and foretell nothing', (_, standing, suffix, note) => {
    const view = viewWhileStanding(standing);
    expect(view?.title).toBe(`a service at ${app}${suffix}`);
    const foretold = view?.facets.map(({ throttlingInMinutes }) => throttlingInMinutes);
    expect(foretold).toEqual([undefined, undefined, undefined]);
    expect(view?.notes).toEqual([expect.stringMatching(note)]);
  });

  it('are shown without those services that do not answer or do not speak with Dataverse', async () => {
    const other = await serve((_, response) => void response.end('up 1\n'));
    const silent = `http://127.0.0.1:${await freePort()}`;
    const dying = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '9' }).write('up', () => response.destroy());
    });
    const views = await viewsOfServices({ urls: [silent, other, dying, app], areNamed: false }, signal);
    expect(views.map(({ title }) => title)).toEqual([`an-app at ${app}`]);
  });

  it('are not, in words, when nothing answers, or not all that were named', async () => {
    const silent = `http://127.0.0.1:${await freePort()}`;
    const words = `Nobody answers at ${silent}. npm start starts all services`;
    await expect(viewsOfServices({ urls: [silent], areNamed: false }, signal)).rejects.toThrow(words);
    await expect(viewsOfServices({ urls: [app, silent], areNamed: true }, signal)).rejects.toThrow(words);
    const another = await serve((_, response) => void response.writeHead(404).end());
    await expect(viewsOfServices({ urls: [another], areNamed: true }, signal)).rejects.toThrow(
      `What answers at ${another} has no metrics (404)`,
    );
  });
});

describe.skipIf(!hasRedis)(`the limits that processes share in Redis ${needsRedis}`, () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await RedisServer.start();
  });
  afterAll(() => redis.close());

  it('are read there: by whom, in which lane, and what holds them back', async () => {
    const budget = await redisBudget({
      redisUrl: redis.url,
      environmentUrl: 'https://contoso.example',
      applicationUser: 'an-app',
      limits: { requests: 8 },
    });
    for (let call = 0; call < 2; call += 1)
      (await budget.acquire({ lane: 'batch', estimatedMs: 500 })).settle({ executionMs: 600_000 });
    budget.block(60_000, 'executionTime');
    const left = new AbortController();
    const waiting = budget.acquire({ lane: 'event', estimatedMs: 1, signal: left.signal });
    const source = await redisSource(redis.url, 100);
    await vi.waitFor(async () => {
      const [view] = await source.read();
      expect(view).toMatchObject({
        title: 'application user an-app of contoso.example',
        facets: [
          { facet: 'requests', limit: 8, usedRatio: 0.25, throttlingInMinutes: expect.any(Number) },
          { facet: 'executionTime', limit: 1_200, usedRatio: 1, throttlingInMinutes: 0 },
          { facet: 'concurrency', usedRatio: 0 },
        ],
        spenders: [
          {
            requestsRatio: 0.25,
            standing: expect.stringMatching(/^heard \d\.\d s ago$/),
            heardSecondsAgo: expect.any(Number),
          },
        ],
        notes: [
          expect.stringMatching(/^A 429 \(executionTime\) holds everybody back for \d\d\.\d s more\.$/),
          'Batches are to be smaller, 90 % of their size.',
        ],
        operations: { ofLastDay: 2, allowed: 100 },
      });
      expect(view?.lanes.find(({ lane }) => lane === 'event')?.waiting).toMatchObject({ processes: 1 });
    });
    source.close();
    left.abort();
    await expect(waiting).rejects.toThrow();
    await budget.close();
  });

  it('say that a new ledger does not know all yet', async () => {
    const own = await RedisServer.start();
    const place = { redisUrl: own.url, environmentUrl: 'https://contoso.example', applicationUser: 'an-app' };
    const budget = await redisBudget({ ...place, processes: 2 });
    (await budget.acquire({ lane: 'batch', estimatedMs: 1 })).settle({ executionMs: 1 });
    const source = await redisSource(own.url, undefined);
    const [view] = await source.read();
    expect(view?.notes).toEqual([
      expect.stringMatching(/1 of 2 processes have spoken, .* until it is 330 s old at the latest/),
    ]);
    const all = ['one', 'two'].map((id) => ({ id, heardAgoMs: 1, own: { requests: 0, executionMs: 0 } }));
    const report = await budget.report();
    const told =
      report &&
      viewOfReport({ environment: '', applicationUser: '', report: { ...report, members: all } }, 1);
    expect(told?.notes).toEqual([
      expect.stringContaining('2 processes have spoken, but not 2 that have been there for long enough'),
    ]);
    source.close();
    await budget.close();
    await own.close();
  });

  it('are not, in words, where nobody keeps any', async () => {
    const empty = await RedisServer.start();
    const source = await redisSource(empty.url, undefined);
    await expect(source.read()).rejects.toThrow('No service keeps a budget in this Redis yet.');
    source.close();
    await empty.close();
  });
});

describe('watching the limits', () => {
  it('adds a line at intervals where there is no terminal, until it is stopped', async () => {
    const stop = new AbortController();
    const written: string[] = [];
    const screen = {
      write: (text: string) => {
        if (written.push(text) === 3) stop.abort();
      },
    };
    await watch(async () => [viewOf()], stop.signal, screen, 1);
    expect(written).toHaveLength(3);
    expect(written[0]).toMatch(/^\d{4}-\S+Z an-app at .*\n$/);
  });

  it('draws anew on a terminal, and goes on when a source is away for a while', async () => {
    const stop = new AbortController();
    const written: string[] = [];
    let reads = 0;
    const read = async () => {
      if ((reads += 1) === 2) throw new Error('Away.');
      if (reads === 4) stop.abort();
      return [viewOf()];
    };
    const screen = { isTTY: true, write: (text: string) => void written.push(text) };
    await watch(read, stop.signal, screen, 1);
    const drawn = written.filter((text) => text.startsWith('\x1b[H'));
    expect(drawn[0]).toContain('│ requests');
    expect(drawn[1]).toContain('Away.');
    expect(drawn[2]).toContain('│ requests');
  });

  it('fails when there is nothing to begin with', async () => {
    const nothing = () => Promise.reject(new Error('Nothing answers.'));
    await expect(watch(nothing, new AbortController().signal)).rejects.toThrow('Nothing answers.');
  });
});

describe('the command line of the limits', () => {
  const parse = (...args: string[]) => {
    const program = commandWithSubcommands('dataverse').configureOutput({ writeErr: () => undefined });
    limits(program, () => undefined);
    program.parse(['limits', ...args], { from: 'user' });
  };

  it.each([
    ['a file and a watch', ['--watch', '--json', 'limits.json']],
    ['a Redis and a service', ['--redis', 'redis://127.0.0.1', '--service', 'http://127.0.0.1:3010']],
    ['a Redis that is no address', ['--redis', '127.0.0.1']],
    ['a service that is no address', ['--service', 'intake']],
    ['an argument too many', ['now']],
  ])('refuses %s', (_, args) => {
    expect(() => parse(...args)).toThrow(CommanderError);
  });
});
