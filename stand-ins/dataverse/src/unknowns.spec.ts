import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { multipart, writeBatchRequest, type BatchedItem } from '../test/batch.js';
import { column } from '../test/definitions.js';
import { APPLICATION, applicationUsers, OTHER_APPLICATION, TestOrganization } from '../test/organization.js';
import { Receiver, targetOf, type Received } from '../test/receiver.js';
import { unknowns, type Unknowns } from './unknowns.js';

type Name = keyof Unknowns;
/** What is to be seen of an answer. */
type Look = (organization: TestOrganization) => Promise<unknown>;

const until = async (holds: () => Promise<boolean>) => {
  while (!(await holds()));
};

const batched = async (organization: TestOrganization, items: readonly BatchedItem[]) =>
  organization.ask('POST', '$batch', { body: writeBatchRequest(items), headers: multipart() });

/** What is to be seen by somebody who is told of every change. */
async function withReceiver(to: TestOrganization, look: (receiver: Receiver) => Promise<unknown>) {
  const receiver = await Receiver.start();
  try {
    await to.control('webhooks', [{ url: receiver.url, auth: { kind: 'webhookKey', value: 'secret' } }]);
    return await look(receiver);
  } finally {
    await receiver.close();
  }
}

const looks: Record<Name, [look: Look, ...seen: unknown[]]> = {
  applicationRequired: [async (to) => (await to.post('contacts', { firstname: 'A' })).status, 204, 400],
  closedCaseUpdate: [
    async (to) => {
      const id = await to.incident();
      await to.patch(`incidents(${id})`, { statecode: 2 });
      return (await to.patch(`incidents(${id})`, { title: 'B' })).status;
    },
    400,
    204,
  ],
  resolveByUpdate: [
    async (to) => (await to.patch(`incidents(${await to.incident()})`, { statecode: 1 })).status,
    400,
    204,
  ],
  stateOnCreate: [
    async (to) => (await to.get(`contacts(${await to.contact({ statecode: 1 })})`)).json['statecode'],
    1,
    0,
  ],
  readOnlyColumns: [
    async (to) => (await to.post('contacts', { lastname: 'A', createdon: '2001-01-01T00:00:00Z' })).status,
    204,
    400,
  ],
  unchangedUpdate: [
    async (to) => {
      const path = `contacts(${await to.contact({ lastname: 'Same' })})`;
      const before = (await to.get(path)).json['@odata.etag'];
      await to.patch(path, { lastname: 'Same' });
      return (await to.get(path)).json['@odata.etag'] === before;
    },
    false,
    true,
  ],
  nullsInAlternateKeys: [
    async (to) => [(await to.post('contacts', {})).status, (await to.post('contacts', {})).status],
    [204, 204],
    [204, 412],
  ],
  emptyText: [
    async (to) => (await to.get(`contacts(${await to.contact({ firstname: '' })})`)).json['firstname'],
    null,
    '',
  ],
  nameInNotFound: [
    async (to) => (await to.get(`contacts(${randomUUID()})`)).error?.message.split(' ')[0],
    'Contact',
    'contact',
  ],
  conditionCodes: [
    async (to) => {
      const path = `contacts(${await to.contact()})`;
      const replies = [
        await to.patch(path, { lastname: 'B' }, { 'If-Match': 'W/"1"' }),
        await to.patch(path, { lastname: 'B' }, { 'If-None-Match': '*' }),
        await to.patch(`contacts(${randomUUID()})`, { lastname: 'B' }, { 'If-Match': '*' }),
        await to.get(`contacts(${randomUUID()})`, { 'If-None-Match': 'null' }),
      ];
      return replies.map(({ error }) => error?.code);
    },
    ['0x80060882', '0x80040237', '0x80040217', '0x80040217'],
    ['', '', '', '0x80040217'],
  ],
  duplicateStatus: [
    async (to) => {
      const contact = { lastname: 'A', emailaddress1: 'same@example.com' };
      const headers = { 'MSCRM.SuppressDuplicateDetection': 'false' };
      await to.post('contacts', contact, headers);
      return (await to.post('contacts', contact, headers)).status;
    },
    412,
    500,
  ],
  contentType: [
    async (to) => (await to.post('contacts', '{"lastname":"A"}', { 'Content-Type': 'text/plain' })).status,
    204,
    415,
  ],
  unauthorizedHeader: [
    async (to) =>
      (await to.get('contacts', { Authorization: '' })).headers.get('www-authenticate')?.split(' ').length,
    3,
    1,
  ],
  contentIds: [
    async (to) => {
      const url = '/api/data/v9.2/contacts';
      const first = { method: 'POST', url, body: { lastname: 'A' }, contentId: '1' };
      const second = { method: 'PATCH', url: '$1', body: { lastname: 'B' }, contentId: '2' };
      return (await batched(to, [[first], [second]])).status;
    },
    400,
    200,
  ],
  failedChangeSet: [
    async (to) => {
      const bad = { method: 'POST', url: '/api/data/v9.2/contacts', body: { lastname: 5 } };
      return (await batched(to, [[bad]])).text.includes('changesetresponse_');
    },
    true,
    false,
  ],
  bypassedSteps: [
    async (to) => {
      const ids = Array.from({ length: 4 }, () => randomUUID()).join(',');
      return (await to.get('contacts', { 'MSCRM.BypassBusinessLogicExecutionStepIds': ids })).status;
    },
    400,
    200,
  ],
  changedWhilePaging: [
    async (to) => {
      const ids = [await to.contact(), await to.contact()];
      const first = await to.get('contacts?$select=lastname', {
        Prefer: 'odata.track-changes,odata.maxpagesize=1',
      });
      await to.patch(`contacts(${ids[0]})`, { lastname: 'B' });
      return (await to.get(String(first.json['@odata.nextLink']))).value.length;
    },
    2,
    1,
  ],
  noChanges: [
    async (to) => {
      const { json } = await to.get('contacts?$select=lastname', { Prefer: 'odata.track-changes' });
      return (await to.get(String(json['@odata.deltaLink']))).value;
    },
    [],
    undefined,
  ],
  refusedRequests: [
    async (to) => {
      await to.control('limits', { requests: 2 });
      for (let sent = 0; sent < 3; sent += 1) await to.get('WhoAmI');
      return (await to.control('stats')).json['fullestWindow'];
    },
    2,
    3,
  ],
  facetOrder: [
    async (to) => {
      await to.control('limits', { costs: { operationMs: { query: 500 } } });
      const slow = to.get('contacts');
      await to.get('WhoAmI');
      await to.control('limits', { requests: 1, executionMs: 1, concurrency: 1 });
      const { error } = await to.get('WhoAmI');
      await slow;
      return error?.code;
    },
    '0x80072322',
    '0x80072321',
    '0x80072326',
  ],
  executionCharged: [
    async (to) => {
      await to.control('limits', { windowSeconds: 60, costs: { requestMs: 400 } });
      const slow = to.get('WhoAmI');
      await until(async () => (await to.control('stats')).json['fullestWindow'] === 1);
      await to.control('clock', { advanceSeconds: 50 });
      await slow;
      await to.control('clock', { advanceSeconds: 20 });
      return (
        (await to.get('WhoAmI')).headers.get('x-ms-ratelimit-time-remaining-xrm-requests') === '1,200.00'
      );
    },
    false,
    true,
  ],
  retryAfter: [
    async (to) => {
      await to.control('limits', { requests: 1, windowSeconds: 1_000 });
      await to.get('WhoAmI');
      return Math.round(Number((await to.get('WhoAmI')).headers.get('retry-after')) / 100);
    },
    10,
    15,
    20,
  ],
  chargedUser: [
    async (to) => {
      const other = applicationUsers[OTHER_APPLICATION] ?? '';
      await to.get('WhoAmI', { MSCRMCallerID: other });
      return Object.keys((await to.control('stats')).json['usage'] as object);
    },
    [APPLICATION],
    [OTHER_APPLICATION],
  ],
  eventRowVersion: [
    (to) =>
      withReceiver(to, async (receiver) => {
        const id = await to.contact();
        const etag = async () => (await to.get(`contacts(${id})`)).json['@odata.etag'];
        const before = await etag();
        await to.patch(`contacts(${id})`, { firstname: 'A' });
        const versions = [before, await etag()].map((one) => /\d+/.exec(String(one))?.[0]);
        await to.control('webhooks/settled');
        const update = receiver.received.find(({ body }) => body.MessageName === 'Update');
        const { RowVersion } = targetOf(update as Received);
        return RowVersion && ['before', 'after'][versions.indexOf(RowVersion)];
      }),
    null,
    'before',
    'after',
  ],
  removedProperties: [
    (to) =>
      withReceiver(to, async (receiver) => {
        await to.post('annotations', { subject: 'A', documentbody: 'x'.repeat(300_000) });
        await to.control('webhooks/settled');
        return receiver.received.map(({ body }) => body.InputParameters);
      }),
    [undefined],
    [null],
  ],
  initiatingUser: [
    (to) =>
      withReceiver(to, async (receiver) => {
        const other = applicationUsers[OTHER_APPLICATION] ?? '';
        await to.post('accounts', { name: 'A' }, { MSCRMCallerID: other });
        await to.control('webhooks/settled');
        return receiver.received.map(({ body }) => body.InitiatingUserId === other);
      }),
    [false],
    [true],
  ],
  repeatedUpload: [
    async (to) => {
      await to.post("EntityDefinitions(LogicalName='account')/Attributes", column('File', 'new_File'));
      const accountid = await to.insert('accounts', 'accountid');
      const Target = { accountid, '@odata.type': 'Microsoft.Dynamics.CRM.account' };
      const begin = { Target, FileAttributeName: 'new_file', FileName: 'a.txt' };
      const { FileContinuationToken } = (await to.post('InitializeFileBlocksUpload', begin)).json;
      const commit = { FileContinuationToken, BlockList: [], FileName: 'a.txt' };
      await to.post('CommitFileBlocksUpload', commit);
      return (await to.post('CommitFileBlocksUpload', commit)).status;
    },
    400,
    200,
  ],
  ticketNumber: [
    async (to) => {
      const { json } = await to.get(`incidents(${await to.incident()})`);
      return String(json['ticketnumber']).split('-').length;
    },
    3,
    2,
  ],
};

describe('what no page says', () => {
  let organization: TestOrganization | undefined;
  afterEach(() => organization?.close());

  const cases = (Object.keys(unknowns) as Name[]).flatMap((name) =>
    unknowns[name].answers.map((answer, at) => [name, answer, at + 1] as const),
  );

  it.each(cases)('can be answered: %s=%s', async (name, answer, at) => {
    organization = await TestOrganization.start({
      unknowns: { [name]: answer },
      duplicateRules: [{ table: 'contact', columns: ['emailaddress1'] }],
      privileges: { [APPLICATION]: ['prvBypassCustomBusinessLogic', 'prvActOnBehalfOfAnotherUser'] },
    });
    const [look, ...seen] = looks[name];
    expect(await look(organization)).toEqual(seen[at - 1]);
  });

  it('has a default, which is shown at the control door', async () => {
    organization = await TestOrganization.start({ unknowns: { duplicateStatus: '500' } });
    const { unknowns: shown } = (await organization.control('unknowns')).json as { unknowns: Unknowns };
    expect(shown).toMatchObject({ duplicateStatus: '500', resolveByUpdate: 'refused' });
    expect(Object.keys(shown)).toEqual(Object.keys(unknowns));
  });

  it('stands in the README, each with its answers', () => {
    const readme = readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8');
    for (const [name, { question, answers }] of Object.entries(unknowns)) {
      const row = readme.split('\n').find((line) => line.startsWith(`| \`${name}\``));
      for (const part of [question, ...answers.map((answer) => `\`${answer}\``)])
        expect([name, row]).toEqual([name, expect.stringContaining(part)]);
    }
  });
});
