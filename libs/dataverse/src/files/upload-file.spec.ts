import { Readable } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { type HttpRequest, type HttpResponse, TransportError } from '#lib/http';
import { answerOf } from '#lib/http/testing';
import { file, image, text } from '../table-map/column.js';
import { defineTable } from '../table-map/table.js';
import { connectedClient, refusalOf } from '../testing.js';

const MB = 1024 * 1024;
const id = '0a0a0a0a-0000-4000-8000-000000000001';
const lost = new TransportError('connection-reset', 'unknown');

const permitTable = defineTable({
  name: 'cw_permit',
  entitySet: 'cw_permits',
  primaryId: 'cw_permitid',
  columns: { number: text('cw_number', 20), plan: file('cw_plan'), photo: image('cw_photo') },
  keys: [['number']],
});

type Answer = (request: HttpRequest, body: Record<string, unknown>) => HttpResponse | Error | undefined;

/** A service that keeps a file as Dataverse is documented to, unless a test answers in its place. */
class Columns {
  version = 'file-1';
  name = 'before.pdf';
  readonly blocks = new Map<string, Buffer>();
  readonly asked: string[] = [];
  committed: Buffer | undefined;

  constructor(private readonly instead: Answer = () => undefined) {}

  readonly answer = (request: HttpRequest): HttpResponse => {
    const { method, url, body } = request;
    const message = url.slice(url.lastIndexOf('/') + 1);
    this.asked.push(method === 'POST' ? message : method);
    const fields = (typeof body === 'string' ? JSON.parse(body) : {}) as Record<string, unknown>;
    const other = this.instead(request, fields);
    if (other instanceof Error) throw other;
    return other ?? this.usual(method, message, fields);
  };

  commit(list: readonly string[], name: string): void {
    this.committed = Buffer.concat(list.map((one) => this.blocks.get(one) ?? Buffer.from('?')));
    [this.version, this.name] = ['file-2', name];
  }

  private usual(method: string, message: string, fields: Record<string, unknown>): HttpResponse {
    if (method === 'PATCH') return answerOf(204);
    if (method === 'GET')
      return json({ cw_permitid: id, cw_plan: this.version, cw_plan_name: this.name, cw_photo_timestamp: 1 });
    if (message === 'InitializeFileBlocksUpload') return json({ FileContinuationToken: 'token' });
    if (message === 'UploadBlock') {
      this.blocks.set(String(fields['BlockId']), Buffer.from(String(fields['BlockData']), 'base64'));
      return answerOf(204);
    }
    this.commit(fields['BlockList'] as string[], String(fields['FileName']));
    return json({ FileId: this.version });
  }
}

const json = (body: object) => answerOf(200, { body: JSON.stringify(body) });

describe('uploadFile', () => {
  const closing: { close(): Promise<void> }[] = [];
  afterEach(() => Promise.all(closing.splice(0).map((one) => one.close())));

  function uploading(columns: Columns) {
    const { client, requests, connection } = connectedClient(columns.answer);
    closing.push(connection);
    const upload = (source: Parameters<typeof client.uploadFile>[3], more: object = {}) =>
      client.uploadFile(permitTable, { number: 'P-1' }, 'plan', source, { name: 'plan.pdf', ...more });
    return { client, requests, upload };
  }

  it('sends a file of one block as it is, in one request', async () => {
    const { requests, upload } = uploading(new Columns());
    expect(await upload(Buffer.alloc(4 * MB, 'x'))).toEqual({ sizeInBytes: 4 * MB });
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({
      method: 'PATCH',
      url: "https://contoso.crm4.dynamics.com/api/data/v9.2/cw_permits(cw_number='P-1')/cw_plan",
      headers: { 'content-type': 'application/octet-stream', 'x-ms-file-name': 'plan.pdf' },
    });
    expect(Buffer.alloc(4 * MB, 'x').equals(requests[0]?.body as Buffer)).toBe(true);
  });

  it('sends that again when the reply was lost', async () => {
    let replies = 0;
    const { requests, upload } = uploading(new Columns(() => ((replies += 1) === 1 ? lost : undefined)));
    await upload(Buffer.from('A'));
    expect(requests.map(({ body }) => String(body))).toEqual(['A', 'A']);
  });

  it('sends a larger one in blocks, in the order of its source, and commits them at the end', async () => {
    const columns = new Columns();
    const { requests, upload } = uploading(columns);
    const whole = Buffer.concat(['A', 'B', 'C'].map((letter) => Buffer.alloc(3 * MB, letter)));
    expect(await upload(Readable.from([whole]), { sizeInBytes: 9 * MB })).toEqual({ sizeInBytes: 9 * MB });
    expect(columns.committed?.equals(whole)).toBe(true);
    expect(columns.asked).toEqual([
      'GET',
      'InitializeFileBlocksUpload',
      'UploadBlock',
      'UploadBlock',
      'UploadBlock',
      'CommitFileBlocksUpload',
    ]);
    expect([...columns.blocks.values()].map(({ length }) => length / MB)).toEqual([4, 4, 1]);
    expect(new Set([...columns.blocks.keys()].map(({ length }) => length)).size).toBe(1);
    expect(JSON.parse(String(requests[1]?.body))).toEqual({
      Target: { '@odata.type': 'Microsoft.Dynamics.CRM.cw_permit', cw_permitid: id },
      FileAttributeName: 'cw_plan',
      FileName: 'plan.pdf',
    });
  });

  it.each([
    ['a MIME type', { mimeType: 'application/x-plan' }],
    ['a name that a header cannot hold', { name: 'Lageplan Straße.pdf' }],
  ])('sends a small one in blocks, too, when it has %s', async (_, more) => {
    const columns = new Columns();
    await uploading(columns).upload(Buffer.from('A'), more);
    expect(columns.asked.at(-1)).toBe('CommitFileBlocksUpload');
    expect(columns.committed?.toString()).toBe('A');
  });

  it('reads the next block when the one before is there', async () => {
    const columns = new Columns();
    async function* source() {
      for (let at = 0; at < 3; at += 1) {
        columns.asked.push(`read ${at}`);
        yield Buffer.alloc(4 * MB);
      }
    }
    await uploading(columns).upload(source());
    expect(columns.asked.join(' ')).toBe(
      'read 0 read 1 GET InitializeFileBlocksUpload UploadBlock read 2 UploadBlock UploadBlock CommitFileBlocksUpload',
    );
  });

  it('sends a block again under its own id when the reply was lost', async () => {
    const ids: unknown[] = [];
    const columns = new Columns(({ url }, { BlockId }) => {
      if (!url.endsWith('/UploadBlock')) return undefined;
      ids.push(BlockId);
      return ids.length === 1 ? lost : undefined;
    });
    await uploading(columns).upload(Buffer.alloc(5 * MB, 'x'));
    expect(ids[0]).toBe(ids[1]);
    expect(columns.committed).toHaveLength(5 * MB);
  });

  it('finds by reading that a commit was done whose reply was lost, though its repeat is refused', async () => {
    let commits = 0;
    const columns: Columns = new Columns(({ url }, { BlockList }) => {
      if (!url.endsWith('/CommitFileBlocksUpload')) return undefined;
      if ((commits += 1) > 1) return refusalOf(400, '0x80040203');
      columns.commit(BlockList as string[], 'plan.pdf');
      return lost;
    });
    expect(await uploading(columns).upload(Buffer.alloc(5 * MB))).toEqual({ sizeInBytes: 5 * MB });
    expect([commits, columns.asked.at(-1)]).toEqual([2, 'GET']);
  });

  it.each([
    ['0x80044a02', 'too-large'],
    ['0x80043e09', 'file-blocked'],
  ])('tells a commit that was refused and left the file as it was (%s)', async (code, told) => {
    const columns = new Columns(({ url }) =>
      url.endsWith('/CommitFileBlocksUpload') ? refusalOf(400, code) : undefined,
    );
    await expect(uploading(columns).upload(Buffer.alloc(5 * MB))).rejects.toMatchObject({ code: told });
  });

  it('does not take the file of somebody else for its own', async () => {
    const columns: Columns = new Columns(({ url }) => {
      if (!url.endsWith('/CommitFileBlocksUpload')) return undefined;
      columns.commit([], 'another.pdf');
      return lost;
    });
    await expect(uploading(columns).upload(Buffer.alloc(5 * MB))).rejects.toBe(lost);
  });

  it.each([
    [6 * MB, 'source-too-short'],
    [4 * MB, 'source-too-long'],
    [1, 'source-too-long'],
  ])('commits nothing of a source of 5 MB that was told to have %i bytes', async (sizeInBytes, code) => {
    const columns = new Columns();
    const source = Readable.from([Buffer.alloc(3 * MB), Buffer.alloc(2 * MB)]);
    await expect(uploading(columns).upload(source, { sizeInBytes })).rejects.toMatchObject({ code });
    expect(columns.asked).not.toContain('CommitFileBlocksUpload');
    expect(columns.asked).not.toContain('PATCH');
    expect(source.destroyed).toBe(true);
  });

  it('closes the source when the row is not there', async () => {
    const columns = new Columns(() => refusalOf(404, '0x80060891'));
    const source = Readable.from([Buffer.alloc(5 * MB), Buffer.alloc(5 * MB)]);
    await expect(uploading(columns).upload(source)).rejects.toMatchObject({ code: 'row-not-found' });
    expect(source.destroyed).toBe(true);
  });

  it('takes images, too, and no other column', async () => {
    const { client, requests } = uploading(new Columns());
    await client.uploadFile(permitTable, id, 'photo', Buffer.from('A'), { name: 'a.png' });
    expect(requests[0]?.url).toContain(`/cw_permits(${id})/cw_photo`);
    // @ts-expect-error: a number is no file
    const number = client.uploadFile(permitTable, id, 'number', Buffer.from('A'), { name: 'a.png' });
    await expect(number).rejects.toThrow(TypeError);
    // @ts-expect-error: a file is not written with its row
    await expect(client.update(permitTable, id, { plan: 'A' })).rejects.toThrow(TypeError);
    expect(requests).toHaveLength(1);
  });
});

describe('deleteFile', () => {
  it.each([
    [answerOf(204), 'deleted'],
    [refusalOf(404, '0x80040217'), 'not-there'],
  ])('empties the column, and can be repeated', async (answer, outcome) => {
    const { client, said, connection } = connectedClient(lost, answer);
    expect(await client.deleteFile(permitTable, id, 'plan')).toBe(outcome);
    expect(said()[1]).toEqual({ method: 'DELETE', path: `cw_permits(${id})/cw_plan` });
    await connection.close();
  });
});
