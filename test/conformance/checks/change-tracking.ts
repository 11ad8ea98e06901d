import { randomUUID } from 'node:crypto';
import { requireBuilt } from '../built.js';
import { isRecord } from '../matching/compare.js';
import { including, like } from '../matching/patterns.js';
import { valueAt } from '../pointer.js';
import type { Run } from '../run.js';
import type { Answer } from '../service.js';
import { ask, errorMessage, get } from './ask.js';
import { NotHere } from '../unjudged.js';
import type { Check, Findings } from './check.js';

// Source: https://learn.microsoft.com/power-apps/developer/data-platform/use-change-tracking-synchronize-data-external-systems

const TRACKED = 'accounts?$select=name';
const TRACKING = { prefer: 'odata.track-changes' };
const ONE_A_PAGE = { prefer: 'odata.maxpagesize=1' };
const MOST_PAGES = 40;
const REFUSED = [
  "$filter=name eq 'x'",
  '$orderby=name',
  '$expand=primarycontactid($select=fullname)',
  '$top=1',
];

export const changeTracking: Check = {
  number: 12,
  name: 'changes are told since a link: new rows first, then deletes, those of rows never seen as well',
  run: async (run, findings) => {
    const [changed, gone] = [await createAccount(run), await createAccount(run)];
    const first = await firstLink(run, findings);
    const [made, short] = [await createAccount(run), await createAccount(run)];
    await ask(run, { method: 'PATCH', path: `accounts(${changed})`, body: { name: '{mark} changed' } });
    for (const id of [gone, short]) await ask(run, { method: 'DELETE', path: `accounts(${id})` });
    const expected = [
      including({ accountid: made, name: `${run.mark} tracked` }),
      including({ accountid: changed, name: `${run.mark} changed` }),
      deletionOf(gone),
      deletionOf(short),
    ];
    const ids = [changed, gone, made, short];
    const whole = await follow(run, first, {}, findings);
    findings.expect('changes', ours(whole.changes, ids), expected);
    const paged = await follow(run, first, ONE_A_PAGE, findings);
    findings.expect('changes in pages', ours(paged.changes, ids), expected);
    const later = await follow(run, paged.deltaLink, {}, findings);
    findings.expect('changes after the last page', ours(later.changes, ids), []);
    await expectRefusals(run, findings);
  },
};

async function createAccount(run: Run): Promise<string> {
  const id = randomUUID();
  const body = { accountid: id, name: '{mark} tracked' };
  await ask(run, { method: 'POST', path: 'accounts', body, makes: [`accounts(${id})`] });
  return id;
}

const deletionOf = (id: string) => ({
  '@odata.context': like('<text>$metadata#accounts/$deletedEntity'),
  id,
  reason: 'deleted',
});

/** Pages through all rows to the link from which changes are told. */
async function firstLink(run: Run, findings: Findings): Promise<string> {
  const answer = await get(run, TRACKED, TRACKING);
  await requireBuilt(run.environment, answer);
  if (answer.status !== 200) throw new NotHere(`changes of accounts are not tracked here: ${answer.text}`);
  findings.expect('preference applied', answer.headers['preference-applied'], 'odata.track-changes');
  return (await pagesFrom(run, answer, TRACKING)).deltaLink;
}

async function follow(run: Run, link: string, headers: Record<string, string>, findings: Findings) {
  const answer = await get(run, link, headers);
  findings.expect('status of the changes', answer.status, 200);
  const context = like('<text>$metadata#accounts(name)/$delta');
  findings.expect('context', valueAt(answer.body, '/@odata.context'), context);
  return pagesFrom(run, answer, headers);
}

/** Everything on this page and those behind it, and the link of the last one. */
async function pagesFrom(run: Run, first: Answer, headers: Record<string, string>) {
  const changes: unknown[] = [];
  let answer = first;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const value = valueAt(answer.body, '/value');
    if (Array.isArray(value)) changes.push(...(value as unknown[]));
    const deltaLink = valueAt(answer.body, '/@odata.deltaLink');
    if (typeof deltaLink === 'string') return { changes, deltaLink };
    answer = await get(run, String(valueAt(answer.body, '/@odata.nextLink')), headers);
  }
  throw new NotHere(`there are more accounts or changes than ${MOST_PAGES} pages hold`);
}

/** Others work in a sandbox, too. */
const ours = (changes: readonly unknown[], ids: readonly string[]) =>
  changes.filter((one) => isRecord(one) && ids.includes(String(one['accountid'] ?? one['id'])));

async function expectRefusals(run: Run, findings: Findings): Promise<void> {
  for (const option of REFUSED) {
    const name = option.slice(0, option.indexOf('='));
    const refused = await get(run, `${TRACKED}&${option}`, TRACKING);
    findings.expect(
      `refusal of ${name}`,
      errorMessage(refused),
      like(`The "${name}" query parameter isn't supported when Change Tracking is enabled.<text>`),
    );
  }
}
