import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { items } from './campaign.js';
import type { Connected } from './connect.js';
import { wordsOfOne } from './report/terminal.js';
import { Run } from './run.js';
import { connectToStandIns } from './stand-ins.js';
import { isDifferent } from './verdict.js';

const subjects = [...new Set(items.map(({ subject }) => subject))];

describe('the stand-in for Dataverse answers as is documented', () => {
  let environment: Connected;
  let run: Run;
  beforeAll(async () => {
    environment = await connectToStandIns();
    run = new Run(environment);
  });
  afterAll(async () => {
    const leftovers = await run.cleanUp();
    await environment.close();
    expect(leftovers).toEqual([]);
  });

  describe.each(subjects)('%s', (subject) => {
    it.for(items.filter((one) => one.subject === subject))('$name', async ({ judge }, { skip }) => {
      const verdict = await judge(run);
      expect(isDifferent(verdict), wordsOfOne(verdict)).toBe(false);
      expect(verdict.outcome, 'everything can be run against the stand-in').not.toBe('not run here');
      if (verdict.outcome === 'not built yet') skip(verdict.because);
    });
  });
});
