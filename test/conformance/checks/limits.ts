import { anyText, like, matching } from '../matching/patterns.js';
import type { Run } from '../run.js';
import type { Answer } from '../service.js';
import { errorCode, errorMessage, get } from './ask.js';
import { NotHere } from '../unjudged.js';
import type { Check, Findings } from './check.js';
import { retryAfter, underSmallLimit, untilRefused, whoAmI } from './small-limit.js';

// Sources: https://learn.microsoft.com/power-apps/developer/data-platform/api-limits

const WINDOW = { requests: 12, windowSeconds: 60 };

export const hexCodes: Check = {
  number: 1,
  name: 'a 429 carries the hexadecimal code of its facet, its text, and Retry-After in seconds',
  run: async (run, findings) => {
    const answer = await firstRefusal(run);
    findings.expect('code', errorCode(answer), '0x80072322');
    findings.expect(
      'message',
      errorMessage(answer),
      like('Number of requests exceeded the limit of <number> over time window of <number> seconds.'),
    );
    findings.expect('retry-after', answer.headers['retry-after'], matching(/^\d+$/));
    findings.expect('content-type', answer.headers['content-type'], like('application/json<text>'));
    await otherFacets(run, findings);
  },
};

/** Only a control door makes requests short of time, or slow enough to meet each other. */
async function otherFacets(run: Run, findings: Findings): Promise<void> {
  if (!run.environment.control) {
    findings.note('execution time (0x80072321) and concurrency (0x80072326) were not run into');
    return;
  }
  const late = await underSmallLimit(run, { executionMs: 0.001 }, () => untilRefused(run));
  findings.expect('code of the execution time', errorCode(late), '0x80072321');
  findings.expect('message of the execution time', errorMessage(late), like(TOO_LONG));
  const crowded = { concurrency: 1, costs: { requestMs: 200 } };
  const answers = await underSmallLimit(run, crowded, () => Promise.all([whoAmI(run), whoAmI(run)]));
  const refused = answers.filter(({ status }) => status === 429);
  findings.expect('codes of too many at once', refused.map(errorCode), ['0x80072326']);
  findings.expect('messages of too many at once', refused.map(errorMessage), [
    like('Number of concurrent requests exceeded the limit of <number>.'),
  ]);
}

const TOO_LONG =
  'Combined execution time of incoming requests exceeded limit of <text>  milliseconds over time window of <number> seconds. Decrease number of concurrent requests or reduce the duration of requests and try again later.';

/** By a small limit where a control door sets one; where it was asked for, by as many requests as it takes. */
function firstRefusal(run: Run): Promise<Answer> {
  const { control, isLoopback, withThrottling } = run.environment;
  if (isLoopback && !control && withThrottling) return untilRefused(run);
  return underSmallLimit(run, WINDOW, () => untilRefused(run));
}

export const waiting: Check = {
  number: 2,
  name: 'Retry-After shuts the user out until it is over, and who goes on asking waits longer',
  run: (run, findings) =>
    underSmallLimit(run, WINDOW, async (control) => {
      await whoAmI(run);
      await control.post('clock', { advanceSeconds: WINDOW.windowSeconds / 2 });
      const seconds = retryAfter(await untilRefused(run));
      for (let asked = 0; asked < 30; asked += 1) await whoAmI(run);
      const longer = retryAfter(await whoAmI(run));
      findings.expect('longer wait after more requests', longer > seconds, true);
      await control.post('clock', { advanceSeconds: longer - 2 });
      findings.expect('status before the wait is over', (await whoAmI(run)).status, 429);
      await control.post('clock', { advanceSeconds: 4 });
      findings.expect('status after the wait', (await whoAmI(run)).status, 200);
    }),
};

export const hints: Check = {
  number: 3,
  name: 'what is left is told in headers: seconds with a comma and two decimals, requests as a number',
  run: async (run, findings) => {
    const { headers } = await get(run, 'WhoAmI');
    const time = headers['x-ms-ratelimit-time-remaining-xrm-requests'];
    findings.expect('time remaining', time, matching(/^\d{1,3}(,\d{3})*\.\d\d$/));
    findings.expect(
      'requests remaining',
      headers['x-ms-ratelimit-burst-remaining-xrm-requests'],
      matching(/^\d+$/),
    );
    findings.expect('degree of parallelism', headers['x-ms-dop-hint'], matching(/^\d+$/));
    findings.note(`time remaining was told as "${time}"`);
  },
};

export const perUser: Check = {
  number: 4,
  name: 'a limit is of one user, needs no cookie, and is never exceeded within its window',
  run: (run, findings) =>
    underSmallLimit(run, WINDOW, async (control) => {
      const { other } = run.environment;
      if (!other) throw new NotHere('there is no second application user to ask as');
      await untilRefused(run);
      findings.expect('status for another user meanwhile', (await whoAmI(run, other)).status, 200);
      const { fullestWindow } = await control.get('stats');
      findings.expect('most requests in a window', Number(fullestWindow) <= WINDOW.requests, true);
      await expectAdmissionWithoutCookie(run, findings);
    }),
};

/** The cookie is offered with every answer; we never send one back. */
async function expectAdmissionWithoutCookie(run: Run, findings: Findings): Promise<void> {
  const { other } = run.environment;
  const { status, headers } = await whoAmI(run, other);
  findings.expect('status without a cookie', status, 200);
  findings.expect('cookie that is offered', headers['set-cookie'], anyText);
}
