import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { multipart, writeBatchRequest, type Batched, type BatchedItem } from '../../test/batch.js';
import { APPLICATION, applicationUsers, TestOrganization, type Reply } from '../../test/organization.js';

const PERSON = { systemUserId: randomUUID(), entraObjectId: randomUUID(), fullName: 'A Person' };

/** PAD/webapi/execute-batch-operations-using-web-api.md; line ends and the end of the body: AleksandrRogov/DynamicsWebApi#183. */
describe('$batch', () => {
  let organization: TestOrganization;
  beforeAll(async () => {
    organization = await TestOrganization.start({
      users: [PERSON],
      privileges: { [APPLICATION]: ['prvActOnBehalfOfAnotherUser'] },
    });
  });
  afterAll(() => organization.close());

  const send = (items: readonly BatchedItem[], headers: Record<string, string> = {}) =>
    organization.ask('POST', '$batch', {
      body: writeBatchRequest(items),
      headers: { ...multipart(), ...headers },
    });
  const raw = (body: string, headers: Record<string, string> = multipart()) =>
    organization.ask('POST', '$batch', { body, headers });
  const create = (lastname: string, more: Partial<Batched> = {}): Batched => ({
    method: 'POST',
    url: `/api/data/v9.2/contacts`,
    body: { lastname },
    ...more,
  });
  const statuses = ({ text }: Reply) =>
    [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status));
  const contactsNamed = async (lastname: string) =>
    (await organization.get(`contacts?$filter=lastname%20eq%20'${lastname}'`)).value;

  it('carries out one request after the other and answers in their order', async () => {
    const contactid = randomUUID();
    const reply = await send([
      create('Batched', { body: { contactid, lastname: 'Batched' } }),
      { method: 'PATCH', url: `${organization.root}contacts(${contactid})`, body: { firstname: 'Ann' } },
      { method: 'GET', url: `/api/data/v9.2/contacts(${contactid})?$select=fullname` },
      { method: 'DELETE', url: `contacts(${contactid})` },
    ]);
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toMatch(
      /^multipart\/mixed; boundary=batchresponse_[0-9a-f-]{36}$/,
    );
    expect(statuses(reply)).toEqual([204, 204, 200, 204]);
    expect(reply.text).toContain('"fullname":"Ann Batched"');
  });

  it('answers byte for byte as recorded', async () => {
    const contactid = randomUUID();
    const { text } = await send([
      [create('Recorded', { contentId: '1', body: { contactid, lastname: 'R' } })],
    ]);
    const [, batch] = /boundary=changesetresponse_([0-9a-f-]{36})/.exec(text) ?? [];
    const [outer] = text.split('\r\n');
    expect(text).toBe(
      [
        outer,
        `Content-Type: multipart/mixed; boundary=changesetresponse_${batch}`,
        '',
        `--changesetresponse_${batch}`,
        'Content-Type: application/http',
        'Content-Transfer-Encoding: binary',
        'Content-ID: 1',
        '',
        'HTTP/1.1 204 No Content',
        'OData-Version: 4.0',
        `Location: ${organization.root}contacts(${contactid})`,
        `OData-EntityId: ${organization.root}contacts(${contactid})`,
        '',
        '',
        `--changesetresponse_${batch}--`,
        `${outer}--`,
        '',
      ].join('\r\n'),
    );
    expect(outer).toMatch(/^--batchresponse_/);
  });

  it('ends at the first failure, with its status, and keeps what was before it', async () => {
    const reply = await send([create('Kept'), create('x'.repeat(51)), create('Never')]);
    expect(reply.status).toBe(400);
    expect(statuses(reply)).toEqual([204, 400]);
    expect(reply.text).toContain(
      '{"error":{"code":"0x80044331","message":"A validation error occurred.  The length of the \'lastname\' attribute',
    );
    expect(reply.text).toMatch(
      /HTTP\/1\.1 400 Bad Request\r\nREQ_ID: [0-9a-f-]{36}\r\nContent-Type: application\/json/,
    );
    expect([await contactsNamed('Kept'), await contactsNamed('Never')]).toMatchObject([[{}], []]);
  });

  it('goes on after a failure when asked to, with 200 for all of it', async () => {
    const reply = await send([create('x'.repeat(51)), create('After')], {
      Prefer: 'odata.continue-on-error',
    });
    expect([reply.status, statuses(reply)]).toEqual([200, [400, 204]]);
    expect(await contactsNamed('After')).toHaveLength(1);
  });

  it('takes a change set back as a whole, with one error for it', async () => {
    const reply = await send([[create('Undone'), create('x'.repeat(51)), create('Undone')], create('Never')]);
    expect([reply.status, statuses(reply)]).toEqual([400, [400]]);
    expect(reply.text).toContain('--changesetresponse_');
    expect([await contactsNamed('Undone'), await contactsNamed('Never')]).toEqual([[], []]);
    const going = await send([[create('Undone'), create('x'.repeat(51))], create('Next')], {
      Prefer: 'odata.continue-on-error=true',
    });
    expect([going.status, statuses(going)]).toEqual([200, [400, 204]]);
    expect(await contactsNamed('Undone')).toEqual([]);
  });

  it('puts the rows of a change set where $1 stands: in a binding, a URL and an @odata.id', async () => {
    const accountid = randomUUID();
    const url = '/api/data/v9.2/accounts';
    const reply = await send([
      [
        create('First', { contentId: '1' }),
        {
          method: 'POST',
          url,
          body: { accountid, name: 'Bound', 'primarycontactid@odata.bind': '$1' },
          contentId: '2',
        },
        { method: 'PUT', url: '$2/name', body: { value: 'Renamed' }, contentId: '3' },
        create('Second', { contentId: '4' }),
        { method: 'PUT', url: '$2/primarycontactid/$ref', body: { '@odata.id': '$4' }, contentId: '5' },
        { method: 'PATCH', url: '$4', body: { 'parentcustomerid_account@odata.bind': '$2' }, contentId: '6' },
      ],
    ]);
    expect(statuses(reply)).toEqual([204, 204, 204, 204, 204, 204]);
    const { json } = await organization.get(`accounts(${accountid})`);
    const [second] = await contactsNamed('Second');
    expect([json['name'], json['_primarycontactid_value']]).toEqual(['Renamed', second?.['contactid']]);
    expect(second?.['_parentcustomerid_value']).toBe(accountid);
  });

  it('refuses a reference forwards, to another change set, and to a row that was shown instead of named', async () => {
    const bound: Batched = {
      method: 'POST',
      url: '/api/data/v9.2/accounts',
      body: { 'primarycontactid@odata.bind': '$1' },
      contentId: '2',
    };
    const first = create('Referred', { contentId: '1' });
    const shown = { ...first, headers: { Prefer: 'return=representation' } };
    for (const items of [[[bound, first]], [[first], [bound]], [[shown, bound]]]) {
      const reply = await send(items);
      expect(reply.status).toBe(400);
      expect(reply.text).toContain("Content-ID Reference: '$1' does not exist in the batch context.");
    }
  });

  it('acts for whom the outer request names, and for another whom an inner one names', async () => {
    const one = randomUUID();
    const reply = await send(
      [
        create('Acted', { body: { contactid: one, lastname: 'Acted' } }),
        {
          method: 'GET',
          url: '/api/data/v9.2/WhoAmI',
          headers: { MSCRMCallerID: applicationUsers[APPLICATION] ?? '' },
        },
      ],
      { CallerObjectId: PERSON.entraObjectId },
    );
    expect(statuses(reply)).toEqual([204, 200]);
    expect(reply.text).toContain(`"UserId":"${PERSON.systemUserId}"`);
    expect((await organization.get(`contacts(${one})`)).json['_createdby_value']).toBe(PERSON.systemUserId);
  });

  it('counts as one request', async () => {
    const requests = async () => (await organization.control('stats')).json['requests'] as number;
    const before = await requests();
    await send([create('A'), create('B'), [create('C'), create('D')]]);
    expect(await requests()).toBe(before + 1);
  });

  it('takes up to a thousand requests, and a URL longer than any outside of it', async () => {
    const get = { method: 'GET', url: '/api/data/v9.2/WhoAmI' };
    expect(statuses(await send(Array<Batched>(1_000).fill(get)))).toHaveLength(1_000);
    const many = await send(Array<Batched>(1_001).fill(get));
    expect([many.status, many.error?.code]).toEqual([400, '0x80048d19']);
    const filter = Array<string>(400)
      .fill(`lastname ne '${'A'.repeat(80)}'`)
      .join(' and ');
    const long = await send([
      { method: 'GET', url: `/api/data/v9.2/contacts?$filter=${encodeURIComponent(filter)}` },
    ]);
    expect(statuses(long)).toEqual([200]);
  });

  it('reads what clients send: a preamble, a boundary without quotes, no headers, blank lines, Unicode', async () => {
    const lines = [
      'This is a preamble.',
      '--dwa_batch_1',
      'Content-Type: application/http',
      'Content-Transfer-Encoding: binary',
      '',
      '',
      'POST contacts HTTP/1.1',
      'Content-Type: application/json',
      '',
      '{"lastname":"Müller 🚲 --dwa_batch_1"}',
      '',
      '--dwa_batch_1  ',
      'Content-Type:application/http',
      '',
      'GET contacts?$select=lastname HTTP/1.1',
      '',
      '',
      '--dwa_batch_1--',
      '',
    ];
    const reply = await raw(`\r\n${lines.join('\r\n')}`, {
      'Content-Type': 'multipart/mixed;boundary=dwa_batch_1',
    });
    expect([reply.status, statuses(reply)]).toEqual([200, [204, 200]]);
    expect(reply.text).toContain('Müller 🚲 --dwa_batch_1');
  });

  const whole = writeBatchRequest([create('Bad')]);
  it.each([
    ['no end of line behind the closing delimiter', whole.slice(0, -2)],
    ['no closing delimiter', whole.slice(0, whole.lastIndexOf('--batch_1--'))],
    ['line feeds alone', whole.replaceAll('\r\n', '\n')],
    ['another boundary', whole.replaceAll('batch_1', 'batch_2')],
    ['nothing', ' '],
    ['a part that is no HTTP', whole.replace('application/http', 'application/json')],
    ['a request line without a version', whole.replace(' HTTP/1.1', '')],
    ['a header that is none', whole.replace('Content-Transfer-Encoding: binary', 'binary')],
    ['a GET in a change set', writeBatchRequest([[{ method: 'GET', url: '/api/data/v9.2/contacts' }]])],
  ])('is refused as a whole for %s', async (_, body) => {
    const { status, error } = await raw(body);
    expect([status, error?.code]).toEqual([400, '0x80048d19']);
    expect(await contactsNamed('Bad')).toEqual([]);
  });

  it('refuses another content type, another method, a batch in a batch, and an unknown service', async () => {
    const json = await raw('{}', { 'Content-Type': 'application/json' });
    expect([json.status, json.error?.code]).toEqual([400, '0x80048d19']);
    expect((await organization.get('$batch')).status).toBe(405);
    const inner: Batched = { method: 'POST', url: '/api/data/v9.2/$batch', body: {} };
    expect(statuses(await send([inner]))).toEqual([400]);
    expect(statuses(await send([{ method: 'GET', url: '/elsewhere' }]))).toEqual([404]);
  });
});
