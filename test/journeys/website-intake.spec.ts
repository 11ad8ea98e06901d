import { randomUUID } from 'node:crypto';
import { readFile, rm, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Causeway, type Answer } from '../support/causeway.js';
import { smallCase, wholeCase } from '../support/sample-case.js';

const ANONYMOUS = 'c0a5e3a7-0000-8000-8000-000000000001';
/** What some layer or other would take for itself, or lose. */
const AWKWARD = [
  `'; DROP TABLE "case"; -- \\' or 1=1`,
  `incidents(title='x')?$filter=a eq 'b''c'&$select=* %27%00 {0} \${x}`,
  'Robert\u2019s "quoted" <b>&amp;</b> \\n \\u0041 \t tab\nline',
  'e\u0301 \u00e9 A\u030a n\u0303 \u1ea0',
  '\u{1F6A7}\u{1F469}\u200d\u{1F692} \u{1D11E} \u{20BB7}',
  '\u05e9\u05dc\u05d5\u05dd \u202e\u0645\u0631\u062d\u0628\u0627\u202c \ufeff\u00a0end',
];

describe('a case posted to the intake', () => {
  let causeway: Causeway;

  beforeAll(async () => {
    causeway = await Causeway.start({ env: { INTAKE_PATIENCE_MS: '3000' } });
    await causeway.startSharepoint();
  });
  afterEach(async () => {
    await causeway.dataverse.hurt();
    await causeway.dataverse.unlimit();
  });
  afterAll(() => causeway.close());

  /** The incident of a case, once it is there; more than one is a failure. */
  const incidentOf = ({ body }: Answer) => only('incident', { cw_reference: body['reference'] });

  const only = async (table: string, wanted: Record<string, unknown>) => {
    const rows = await vi.waitFor(
      async () => {
        const found = await causeway.dataverse.rowsWhere(table, wanted);
        expect(found).not.toEqual([]);
        return found;
      },
      { timeout: 15_000, interval: 50 },
    );
    expect(rows).toHaveLength(1);
    return rows[0] ?? {};
  };

  const registered = (reference: unknown) =>
    vi.waitFor(
      async () => {
        const answer = await causeway.get(`/cases/v1/cases/${String(reference)}`);
        expect(answer.body['state']).toBe('registered');
        return answer;
      },
      { timeout: 15_000, interval: 50 },
    );

  it('is an incident with every column in its place', async () => {
    const posted = wholeCase({ category: 'Street Lighting' });
    const answer = await causeway.post(posted);
    expect(answer.status).toBe(201);
    const incident = await incidentOf(answer);
    const contact = await only('contact', { emailaddress1: posted.reporter.email });
    expect(incident).toMatchObject({
      title: posted.title,
      description: posted.description,
      ticketnumber: answer.body['ticketNumber'],
      caseorigincode: 3,
      casetypecode: 2,
      cw_category: 100_000_001,
      cw_categorytext: 'Street Lighting',
      cw_key: expect.stringMatching(/^[0-9a-f]{64}$/),
      cw_naturalkey: `website-intake / website / portal / ${posted.externalReference.id}`,
      cw_consumer: 'website',
      cw_externalsystem: 'portal',
      cw_externalid: posted.externalReference.id,
      cw_latitude: 52.456_79,
      cw_longitude: -1.987_65,
      cw_address: '12 High Street',
      cw_assetid: 'LP-0042',
      cw_occurredon: '2026-03-01T13:30:00Z',
      cw_reportername: 'Ann Lee',
      cw_reporteremail: posted.reporter.email,
      cw_reporterphone: '+44 20 7946 0000',
      _customerid_value: contact['contactid'],
      statecode: 0,
    });
    expect(contact).toMatchObject({
      firstname: 'Ann',
      lastname: 'Lee',
      mobilephone: '+44 20 7946 0000',
      cw_key: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('is bound to one anonymous contact when nobody says who reports', async () => {
    for (const reporter of [undefined, {}, { name: 'Only A. Name' }])
      expect(await incidentOf(await causeway.post(smallCase({ reporter })))).toMatchObject({
        _customerid_value: ANONYMOUS,
        cw_reportername: reporter?.name ?? null,
      });
    expect(await only('contact', { contactid: ANONYMOUS })).toMatchObject({ lastname: 'Anonymous reporter' });
  });

  it('is bound to the contact that is there, which no later post changes', async () => {
    const email = `Known.${randomUUID()}@Example.org`;
    await causeway.post(smallCase({ reporter: { name: 'The Known Person', email, phone: '5550123' } }));
    const before = await only('contact', { emailaddress1: email });
    const answer = await causeway.post(
      smallCase({ reporter: { name: 'An Impostor', email: email.toLowerCase(), phone: '5559999' } }),
    );
    expect(await incidentOf(answer)).toMatchObject({
      _customerid_value: before['contactid'],
      cw_reportername: 'An Impostor',
      cw_reporterphone: '5559999',
    });
    expect(await only('contact', { contactid: before['contactid'] })).toEqual(before);
  });

  it('makes one contact of a new reporter, however many of their cases race', async () => {
    const email = `race.${randomUUID()}@example.org`;
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => causeway.post(smallCase({ reporter: { name: 'Ray Cing', email } }))),
    );
    const contact = await only('contact', { emailaddress1: email });
    for (const answer of answers)
      expect((await incidentOf(answer))['_customerid_value']).toBe(contact['contactid']);
  });

  it('takes every field at its full length to Dataverse, a long description as a note', async () => {
    const description = `${'\u{1F6A7}d'.repeat(1_333)}.`;
    const longest = wholeCase({
      category: 'c'.repeat(100),
      title: 't'.repeat(200),
      description,
      location: {
        point: { latitude: -90, longitude: 180 },
        address: 'a'.repeat(400),
        assetId: 'i'.repeat(100),
      },
      reporter: { name: `F ${'n'.repeat(198)}`, email: longEmail(254), phone: '5'.repeat(50) },
      externalReference: { system: 's'.repeat(100), id: randomUUID().padEnd(200, 'x') },
    });
    expect(description).toHaveLength(4_000);
    const answer = await causeway.post(longest);
    expect(answer.status).toBe(201);
    const incident = await incidentOf(answer);
    expect(incident).toMatchObject({
      title: longest.title,
      cw_category: 100_000_099,
      cw_categorytext: longest.category,
      cw_address: longest.location.address,
      cw_latitude: -90,
      cw_longitude: 180,
      cw_reportername: longest.reporter.name,
      cw_reporteremail: longest.reporter.email,
      cw_externalid: longest.externalReference.id,
    });
    const cutShort = String(incident['description']);
    expect(cutShort.endsWith('\u2026') && cutShort.length <= 2_000 && cutShort.length >= 1_999).toBe(true);
    expect(description.startsWith(cutShort.slice(0, -1))).toBe(true);
    const note = await only('annotation', { _objectid_value: incident['incidentid'] });
    expect(note['notetext']).toBe(description);
  });

  it.each(AWKWARD)('brings %j back from Dataverse unchanged, wherever it stands', async (text) => {
    const answer = await causeway.post(
      smallCase({
        category: text,
        title: text,
        description: text,
        location: { address: text, assetId: text },
        reporter: { name: text },
        externalReference: { system: text, id: text },
      }),
    );
    expect(answer.status).toBe(201);
    expect(await incidentOf(answer)).toMatchObject({
      cw_categorytext: text,
      title: text,
      description: text,
      cw_address: text,
      cw_assetid: text,
      cw_reportername: text,
      cw_externalsystem: text,
      cw_externalid: text,
    });
  });

  it("takes an address like o'brien+x@example.org for one", async () => {
    const email = `o'brien+${randomUUID()}@example.org`;
    await causeway.post(smallCase({ reporter: { email, name: 'X' } }));
    expect(await only('contact', { emailaddress1: email })).toMatchObject({ lastname: 'X' });
  });

  it('takes a null for nothing said', async () => {
    const posted = smallCase({
      description: null,
      reporter: null,
      occurredAt: null,
      externalReference: null,
    });
    const answer = await causeway.post({ ...posted, location: { ...posted.location, address: null } });
    expect(answer.status).toBe(201);
    expect(await incidentOf(answer)).toMatchObject({
      description: null,
      cw_occurredon: null,
      cw_reportername: null,
      _customerid_value: ANONYMOUS,
    });
  });

  it.each([
    ['a byte order mark', (body: string) => `\ufeff${body}`, 'application/json'],
    ['a charset in capitals', (body: string) => body, 'application/json; charset=UTF-8'],
    ['a type in capitals', (body: string) => body, 'Application/JSON'],
    ['escapes throughout', escaped, 'application/json'],
  ])('reads %s', async (_, write, type) => {
    const answer = await causeway.post(write(JSON.stringify(smallCase())), {
      headers: { 'content-type': type },
    });
    expect(answer.status).toBe(201);
  });

  it('is told to sharepoint', async () => {
    const answer = await causeway.post(smallCase());
    const { reference, ticketNumber } = answer.body;
    await vi.waitFor(async () => {
      const known = await causeway.getDocuments(String(reference));
      expect([known.status, known.body]).toEqual([200, { reference, ticketNumber }]);
    });
  });

  it('is accepted at once while Dataverse is down, and registered when it is back', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const posted = wholeCase();
    await causeway.dataverse.hurt({ down: true });
    const answer = await causeway.post(posted, { headers });
    expect([answer.status, answer.body['state']]).toEqual([202, 'accepted']);
    const waiting = await causeway.post(posted, { headers });
    expect([waiting.status, waiting.body]).toEqual([202, answer.body]);
    await causeway.dataverse.hurt();
    const after = await registered(answer.body['reference']);
    expect(await incidentOf(answer)).toMatchObject({ ticketnumber: after.body['ticketNumber'] });
    const repeat = await causeway.post(posted, { headers });
    expect([repeat.status, repeat.body]).toEqual([200, after.body]);
  });

  it('waits as long as a 429 says, and then arrives', async () => {
    await causeway.dataverse.reset();
    await causeway.dataverse.limit(1, 2);
    const startedAt = Date.now();
    const answer = await causeway.post(wholeCase());
    const { body } = await registered(answer.body['reference']);
    expect(Date.now() - startedAt).toBeGreaterThan(1_000);
    expect(await incidentOf(answer)).toMatchObject({ ticketnumber: body['ticketNumber'] });
    const { throttled } = await causeway.dataverse.stats();
    expect(throttled).toBeGreaterThan(0);
    expect(throttled).toBeLessThan(6);
  });

  it.each(['contact', 'incident', 'annotation'])(
    'is one row in each table although the reply to its %s was lost after the commit',
    async (table) => {
      await causeway.dataverse.hurt([{ fault: 'dropAfterCommit', table, method: 'POST', count: 1 }]);
      const posted = wholeCase({ description: 'd'.repeat(3_000) });
      const answer = await causeway.post(posted);
      await registered(answer.body['reference']);
      const incident = await incidentOf(answer);
      await only('contact', { emailaddress1: posted.reporter.email });
      await only('annotation', { _objectid_value: incident['incidentid'] });
      expect((await causeway.dataverse.stats()).dropped).toBeGreaterThan(0);
    },
  );

  it.each(['dropBeforeCommit', 'html503'])('is one incident in spite of %s', async (fault) => {
    await causeway.dataverse.hurt([{ fault, table: 'incident', method: 'POST', count: 2 }]);
    const answer = await causeway.post(smallCase());
    await registered(answer.body['reference']);
    await incidentOf(answer);
  });

  it('looks for its contact anew when somebody has deleted it', async () => {
    const email = `deleted.${randomUUID()}@example.org`;
    await causeway.post(smallCase({ reporter: { email } }));
    await causeway.dataverse.reset();
    const answer = await causeway.post(smallCase({ reporter: { email } }));
    await registered(answer.body['reference']);
    const contact = await only('contact', { emailaddress1: email });
    expect(await incidentOf(answer)).toMatchObject({ _customerid_value: contact['contactid'] });
  });

  it('is refused by nobody but seen by an operator when Dataverse lacks its category, and replayed when it has it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'causeway-schema-'));
    const schemaFile = join(folder, 'schema.yaml');
    const schema = await readFile('dataverse/schema.yaml', 'utf8');
    await writeFile(schemaFile, schema.replace('      - { value: 100000006, label: Winter service }\n', ''));
    await causeway.dataverse.restart({ schemaFile });
    try {
      const posted = smallCase({
        category: 'winter',
        externalReference: { system: 'portal', id: randomUUID() },
      });
      const answer = causeway.post(posted);
      const operator = await causeway.parked();
      const [parked] = await vi.waitFor(
        async () => {
          const list = await operator.list({ service: 'website-intake' });
          expect(list).not.toEqual([]);
          return list;
        },
        { timeout: 10_000 },
      );
      const { status, body } = await answer;
      expect([status, body['state']]).toEqual([202, 'accepted']);
      expect(parked).toMatchObject({
        code: 'choice-out-of-range',
        eventType: 'case.accepted',
        subject: body['reference'],
        attempts: 1,
      });
      expect((await causeway.get(`/cases/v1/cases/${String(body['reference'])}`)).body['state']).toBe(
        'accepted',
      );
      const rows = await sql`
        select state, refusal from intake."case" where reference = ${body['reference']}`.execute(causeway.db);
      expect(rows.rows).toEqual([{ state: 'parked', refusal: 'choice-out-of-range' }]);
      // A repeat by its sender is a repeat, whatever became of the case.
      const repeat = await causeway.post(posted);
      expect([repeat.status, repeat.body]).toEqual([202, body]);

      await causeway.dataverse.restart();
      expect(await operator.replay(parked?.id ?? '')).toBe(true);
      await registered(body['reference']);
      expect(await only('incident', { cw_reference: body['reference'] })).toMatchObject({
        cw_category: 100_000_006,
      });
      expect(await operator.list()).toEqual([]);
    } finally {
      await causeway.dataverse.restart();
      await rm(folder, { recursive: true });
    }
  });
});

/** The longest address there is, of labels that are not too long. */
function longEmail(length: number): string {
  const local = `${randomUUID()}.`.padEnd(64, 'x');
  const domain = `${'d'.repeat(59)}.`.repeat(4).slice(0, length - local.length - 5);
  return `${local}@${domain}.org`;
}

function escaped(json: string): string {
  return json.replace(/[a-z]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
