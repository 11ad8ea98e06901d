import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { badRequests, type BadRequest } from '../test/bad-requests.js';
import { multipart, writeBatchRequest } from '../test/batch.js';
import { TestOrganization } from '../test/organization.js';

describe('bad input', () => {
  let organization: TestOrganization;
  let rows: Record<string, string>;
  let before: unknown;
  beforeAll(async () => {
    organization = await TestOrganization.start();
    const contact = await organization.contact({ cw_key: 'taken' });
    const account = await organization.insert('accounts', 'accountid');
    const bound = { 'customerid_contact@odata.bind': `/contacts(${contact})` };
    rows = { contact, account, case: await organization.incident(bound), missing: randomUUID() };
    before = await counts();
  });
  afterAll(() => organization.close());

  const counts = async () => (await organization.control('stats')).json['rows'];
  const filled = (text: string) =>
    text.replace(/\{(contact|account|case|missing)\}/g, (_, name: string) => rows[name] ?? '');

  async function answer({ method, path, body, batch, headers = {} }: BadRequest) {
    const sent = batch ? writeBatchRequest(batch) : body;
    const text = sent === undefined || Buffer.isBuffer(sent) ? sent : filled(asText(sent));
    const response = await fetch(new URL(filled(path), organization.root), {
      method,
      headers: {
        Authorization: `Bearer ${await organization.token()}`,
        ...(batch ? multipart() : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(text !== undefined && { body: text }),
    });
    const [, code] = /"code":"([^"]*)"/.exec(await response.text()) ?? [];
    return [response.status, code ?? ''];
  }

  for (const [kind, requests] of Object.entries(badRequests))
    it.each(requests.map((request) => [request.what, request.method, request.path, request] as const))(
      `is refused (${kind}): %s, %s %s`,
      async (_what, _method, _path, request) => {
        expect(await answer(request)).toEqual([request.status, request.code]);
        expect(await counts()).toEqual(before);
      },
    );
});

const asText = (body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body));
