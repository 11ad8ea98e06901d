import { describe, expect, it } from 'vitest';
import { createLogger } from '#lib/telemetry';
import { gardens } from '../run/testing/sync-ground.js';
import type { StrayDeliveries } from '../batch-sync.js';
import { PassedOverWatch } from './passed-over-watch.js';

describe('the watch over what no run takes', () => {
  const setUp = (...names: string[]) => {
    const lines: string[] = [];
    const stream = { write: (line: string) => void lines.push(line) };
    const there = new Set(names);
    const strays: StrayDeliveries[] = [];
    const sync = {
      integrations: [gardens('gardens')],
      passedOver: async () => [...there].map((name) => ({ name, says: 'it is no CSV' })),
      strays: async () => strays,
    };
    const watch = new PassedOverWatch(sync, createLogger({ service: 'spec', level: 'info', stream }));
    const told = () => lines.map((line) => (JSON.parse(line) as { file: string }).file);
    return { watch, there, strays, lines, told };
  };

  it('warns of a file once, with its integration and why', async () => {
    const { watch, lines, told } = setUp('a.xlsx', 'b.xlsx');
    for (let looks = 0; looks < 4; looks += 1) await watch.look();
    expect(told()).toEqual(['a.xlsx', 'b.xlsx']);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      ...{ level: 'warn', integration: 'gardens', file: 'a.xlsx', says: 'it is no CSV' },
      msg: 'no run takes a file',
    });
  });

  it('says nothing of a file that has another name when it looks again', async () => {
    const { watch, there, told } = setUp('a.csv.writing');
    await watch.look();
    there.clear();
    await watch.look();
    expect(told()).toEqual([]);
  });

  it('warns again of one that was away meanwhile', async () => {
    const { watch, there, told } = setUp('a.xlsx');
    for (const isThere of [true, true, false, true, true]) {
      if (isThere) there.add('a.xlsx');
      else there.clear();
      await watch.look();
    }
    expect(told()).toEqual(['a.xlsx', 'a.xlsx']);
  });

  it('warns of deliveries for an integration that there is not, and again when there are more of them', async () => {
    const { watch, strays, lines } = setUp();
    strays.push({ integration: 'gardns', deliveries: 1 });
    for (let looks = 0; looks < 3; looks += 1) await watch.look();
    strays[0] = { integration: 'gardns', deliveries: 2 };
    for (let looks = 0; looks < 3; looks += 1) await watch.look();
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { level: 'warn', integration: 'gardns', deliveries: 1 },
      { level: 'warn', integration: 'gardns', deliveries: 2 },
    ]);
  });
});
