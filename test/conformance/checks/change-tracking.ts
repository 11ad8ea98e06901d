import { randomUUID } from 'node:crypto';
import { requireBuilt } from '../built.js';
import { including, having, like } from '../matching/patterns.js';
import { valueAt } from '../pointer.js';
import type { Run } from '../run.js';
import type { Answer } from '../service.js';
import { ask, errorMessage, get } from './ask.js';
import { NotHere } from '../unjudged.js';
import type { Check, Findings } from './check.js';

// Source: https://learn.microsoft.com/power-apps/developer/data-platform/use-change-tracking-synchronize-data-external-systems

const TRACKED = 'accounts?$select=name';
const TRACKING = { prefer: 'odata.track-changes' };
const MOST_PAGES = 40;

export const changeTracking: Check = {
  number: 12,
  name: 'changes are told since a link: new rows first, then deletes, those of rows never seen as well',
  run: async (run, findings) => {
    const deltaLink = await lastLink(run);
    const kept = randomUUID();
    const deleted = randomUUID();
    for (const id of [kept, deleted]) await createAccount(run, id);
    await ask(run, { method: 'DELETE', path: `accounts(${deleted})` });
    expectDelta(findings, run, await get(run, deltaLink), { kept, deleted });
    const refused = await get(run, `${TRACKED}&$filter=name eq 'x'`, TRACKING);
    findings.expect(
      'refusal of $filter',
      errorMessage(refused),
      like('The "$filter" query parameter isn\'t supported when Change Tracking is enabled.<text>'),
    );
  },
};

/** Pages through all rows to the link from which changes are told. */
async function lastLink(run: Run): Promise<string> {
  let answer = await get(run, TRACKED, TRACKING);
  await requireBuilt(run.environment, answer);
  for (let page = 0; page < MOST_PAGES; page += 1) {
    if (answer.status !== 200) throw new NotHere(`changes of accounts are not tracked here: ${answer.text}`);
    const deltaLink = valueAt(answer.body, '/@odata.deltaLink');
    if (typeof deltaLink === 'string') return deltaLink;
    answer = await get(run, String(valueAt(answer.body, '/@odata.nextLink')), TRACKING);
  }
  throw new NotHere(`there are more accounts than ${MOST_PAGES} pages hold`);
}

const createAccount = (run: Run, id: string): Promise<Answer> =>
  ask(run, {
    method: 'POST',
    path: 'accounts',
    body: { accountid: id, name: '{mark} tracked' },
    makes: [`accounts(${id})`],
  });

function expectDelta(
  findings: Findings,
  run: Run,
  { status, body }: Answer,
  { kept, deleted }: { kept: string; deleted: string },
): void {
  findings.expect('status of the changes', status, 200);
  findings.expect('context', valueAt(body, '/@odata.context'), like('<text>$metadata#accounts(name)/$delta'));
  findings.expect(
    'changes',
    valueAt(body, '/value'),
    having(
      including({ accountid: kept, name: `${run.mark} tracked` }),
      including({ id: deleted, reason: 'deleted' }),
    ),
  );
}
