import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Causeway } from '../support/causeway.js';
import { smallCase } from '../support/sample-case.js';

/** One word for each thing that somebody wrote, found nowhere else, and shaped so that no rule refuses it. */
const WORDS = {
  name: 'Wilhelmina Quackenbush',
  email: 'quackenbush.w@zx-privacy.example',
  phone: '+44 7700 900461',
  title: 'Zxtitle attribute "Zxquoted"',
  description: "Zxdescription of attribute 'Zxcolumn' (Zxbrackets) is my neighbour's",
  address: '77 Zxaddress Crescent',
  assetId: 'Zxasset-77',
  externalId: 'Zxexternal-77',
  category: 'Zxcategory',
};
/** Parts that must not be found either: an error may quote a value in pieces. */
const TELLTALES = [
  ...['Wilhelmina', 'Quackenbush', 'quackenbush', 'zx-privacy', '900461', '7700 900', 'Zxtitle', 'Zxquoted'],
  ...['Zxdescription', 'Zxbrackets', 'Zxaddress', 'Zxasset', 'Zxexternal', 'Zxcategory'],
];

const revealing = (fields: Record<string, unknown> = {}) => ({
  category: WORDS.category,
  title: WORDS.title,
  description: WORDS.description,
  location: { address: WORDS.address, assetId: WORDS.assetId },
  reporter: { name: WORDS.name, email: WORDS.email, phone: WORDS.phone },
  externalReference: { system: 'portal', id: WORDS.externalId },
  ...fields,
});

const numbered = (number: number) => ({
  externalReference: { system: 'portal', id: `${WORDS.externalId}-${number}` },
});

const foundIn = (text: string): string[] => TELLTALES.filter((word) => text.includes(word));

describe("people's details", () => {
  let causeway: Causeway;
  let tactless: TactlessDataverse;

  beforeAll(async () => {
    tactless = await TactlessDataverse.start();
    causeway = await Causeway.start({ env: { INTAKE_PATIENCE_MS: '1500' } });
    await causeway.startSharepoint();
  });
  afterAll(async () => {
    await causeway.close();
    await tactless.close();
  });

  const accepted = async (fields: Record<string, unknown>, headers: Record<string, string> = {}) => {
    const answer = await causeway.post(revealing(fields), { headers });
    expect([200, 201, 202]).toContain(answer.status);
    return String(answer.body['reference']);
  };

  const untilRegistered = (reference: string) =>
    vi.waitFor(
      async () =>
        expect((await causeway.get(`/cases/v1/cases/${reference}`)).body['state']).toBe('registered'),
      { timeout: 10_000, interval: 50 },
    );

  it('travel every road that a case can take', async () => {
    // The straight road, and the repeats.
    const first = await accepted(numbered(1), { 'idempotency-key': 'a-key' });
    expect(await accepted(numbered(1), { 'idempotency-key': 'a-key' })).toBe(first);
    await causeway.post(revealing({ ...numbered(1), title: `${WORDS.title}!` }));
    await causeway.post(revealing({ ...numbered(2) }), { headers: { 'idempotency-key': 'a-key' } });
    await vi.waitFor(async () => expect((await causeway.getDocuments(first)).status).toBe(200));

    // Refused at the door, for all sorts of reasons.
    for (const [wrong, status] of [
      [
        revealing({
          reporter: { name: WORDS.name, email: `${WORDS.email} ${WORDS.name}`, phone: WORDS.phone },
        }),
        422,
      ],
      [
        revealing({
          reporter: { name: [WORDS.name], email: WORDS.email, phone: `${WORDS.phone} ${WORDS.name}` },
        }),
        422,
      ],
      [revealing({ [WORDS.name]: WORDS.email }), 422],
      [revealing({ title: WORDS.title.repeat(20) }), 422],
      [revealing({ location: WORDS.address }), 422],
      [revealing({ occurredAt: WORDS.name }), 422],
      [JSON.stringify(revealing()).slice(0, -1), 400],
      [`${JSON.stringify(revealing())} ${WORDS.name}`, 400],
      [JSON.stringify(revealing({ description: WORDS.description.repeat(2_000) })), 413],
    ] as const)
      expect((await causeway.post(wrong)).status).toBe(status);
    for (const headers of [
      { 'idempotency-key': `${WORDS.name} ${WORDS.email}` },
      { authorization: `Bearer ${WORDS.name}` },
      { 'content-type': `text/plain; name="${WORDS.name}"` },
      { 'x-apim-subscription-id': WORDS.email },
    ])
      expect((await causeway.post(revealing(), { headers })).status).toBeGreaterThanOrEqual(400);
    for (const path of [
      encodeURIComponent(WORDS.name),
      `x?email=${WORDS.email}`,
      `${WORDS.assetId}%ff`,
      WORDS.address.repeat(20),
    ])
      expect((await causeway.get(`/cases/v1/cases/${path}`)).status).toBeGreaterThanOrEqual(400);

    // Dataverse is down, slow to come back, loses replies.
    await causeway.dataverse.hurt({ down: { count: 3 } });
    await untilRegistered(await accepted(numbered(3)));
    await causeway.dataverse.hurt([{ fault: 'dropAfterCommit', method: 'POST', count: 1 }]);
    await untilRegistered(await accepted({ ...numbered(4), description: WORDS.description.repeat(50) }));
    await causeway.dataverse.hurt();

    // Dataverse refuses, and quotes what it was sent; so do the gateway before it and a plug-in.
    await causeway.dataverse.close();
    await tactless.listen(new URL(causeway.dataverse.url).port);
    const references: string[] = [];
    for (const number of [5, 6, 7]) references.push(await accepted(numbered(number)));
    await vi.waitFor(
      async () =>
        expect((await (await causeway.parked()).list()).map(({ subject }) => subject).sort()).toEqual(
          references.sort(),
        ),
      { timeout: 10_000 },
    );
    expect(tactless.heard.join()).toContain(WORDS.name);

    // The operational store refuses a row, and quotes it.
    await sql`alter table intake."case" add constraint tactless check ("externalId" not like '%-8')`.execute(
      causeway.db,
    );
    expect((await causeway.post(revealing(numbered(8)))).status).toBe(500);
    expect(causeway.log.some((line) => line.includes('request failed'))).toBe(true);
  });

  it('are where they belong: in the inbox, so that the search below can find what there is', async () => {
    const { rows } = await sql`select submission::text from intake."case"`.execute(causeway.db);
    expect(foundIn(JSON.stringify(rows)).sort()).toEqual([...TELLTALES].sort());
  });

  it('are in no line of the log', () => {
    expect(causeway.log.length).toBeGreaterThan(50);
    const telling = causeway.log.filter((line) => foundIn(line).length > 0);
    expect(telling).toEqual([]);
  });

  it('are in no metric', async () => {
    for (const url of [causeway.intakeUrl, causeway.sharepointUrl]) {
      const metrics = await (await fetch(`${url}/metrics`)).text();
      expect(metrics).toContain('http_server_request_duration_seconds');
      expect(foundIn(metrics)).toEqual([]);
    }
  });

  it('are in no other table than the inbox: no job, no error of a job, nothing that was parked', async () => {
    const { rows: tables } = await sql<{ name: string }>`
      select format('%I.%I', table_schema, table_name) as name from information_schema.tables
       where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`.execute(
      causeway.db,
    );
    const names = tables.map(({ name }) => name);
    expect(names.filter((name) => /messaging\.parked|jobs$/.test(name)).length).toBeGreaterThanOrEqual(2);
    const telling: string[] = [];
    for (const name of names) {
      const { rows } = await sql`select t::text as row from ${sql.raw(name)} t`.execute(causeway.db);
      if (foundIn(JSON.stringify(rows)).length > 0) telling.push(name);
    }
    expect(telling).toEqual(['intake."case"']);
  });

  it('are not taken for the name of a column either', async () => {
    const { rows } = await sql`select reason from messaging.parked`.execute(causeway.db);
    expect(rows).toHaveLength(3);
    expect(JSON.stringify(rows)).not.toContain('Zxcolumn');
  });

  it('are found when they are there', () => {
    expect(foundIn(JSON.stringify(revealing())).sort()).toEqual([...TELLTALES].sort());
    expect(foundIn(JSON.stringify(smallCase()))).toEqual([]);
  });
});

/** In the place of Dataverse: refuses every row for good, in words that repeat all of it. */
class TactlessDataverse {
  readonly heard: string[] = [];

  private constructor(private readonly server: Server) {}

  static start(): Promise<TactlessDataverse> {
    const server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        tactless.heard.push(body);
        response.writeHead(400, { 'content-type': 'application/json' });
        const message = `Cannot convert the literal '${body}' of attribute '${WORDS.assetId}' on ${request.url}`;
        response.end(JSON.stringify({ error: { code: '0x80040203', message } }));
      });
    });
    const tactless = new TactlessDataverse(server);
    return Promise.resolve(tactless);
  }

  async listen(port: string): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(Number(port), '127.0.0.1', resolve));
    expect((this.server.address() as AddressInfo).port).toBe(Number(port));
  }

  async close(): Promise<void> {
    await new Promise((resolve) => {
      this.server.close(resolve);
      this.server.closeAllConnections();
    });
  }
}
