import { requireBuilt } from '../built.js';
import { batchText } from '../golden/batch-text.js';
import type { Run } from '../run.js';
import { ask, get } from './ask.js';
import type { Check } from './check.js';

// Source: https://learn.microsoft.com/power-apps/developer/data-platform/api-limits (Batch operations)

const OPERATIONS = 5;

export const batchBudget: Check = {
  number: 5,
  name: 'a batch is one request to the limit on requests, however many operations it holds',
  run: async (run, findings) => {
    const before = await remaining(run);
    const operations = Array.from({ length: OPERATIONS }, () => ({
      method: 'GET',
      url: '/api/data/v9.2/WhoAmI',
    }));
    const answer = await ask(run, {
      method: 'POST',
      path: '$batch',
      headers: { 'content-type': 'multipart/mixed; boundary=batch_1' },
      body: batchText('batch_1', operations),
    });
    await requireBuilt(run.environment, answer);
    findings.expect('status', answer.status, 200);
    const spent = before - (await remaining(run));
    if (run.environment.control) findings.expect('requests spent by a batch and one more', spent, 2);
    else
      findings.note(
        `a batch of ${OPERATIONS} and one request moved the header by ${spent}; servers each count their own`,
      );
  },
};

async function remaining(run: Run): Promise<number> {
  const { headers } = await get(run, 'WhoAmI');
  return Number(headers['x-ms-ratelimit-burst-remaining-xrm-requests']);
}
