import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FILE, startWithFiles, TestAccount } from '../../test/files.js';
import type { TestOrganization } from '../../test/organization.js';

/** learn.microsoft.com/power-apps/developer/data-platform/file-column-data, "Upload the file in chunks using Web API" */
describe('a file in chunks', () => {
  let organization: TestOrganization;
  let account: TestAccount;
  beforeAll(async () => void (organization = await startWithFiles()));
  beforeEach(async () => void (account = await TestAccount.in(organization)));
  afterAll(() => organization.close());

  const begin = () =>
    account.ask('PATCH', `/${FILE}?x-ms-file-name=sample.pdf`, {
      headers: { 'x-ms-transfer-mode': 'chunked' },
    });
  const location = async () => (await begin()).headers.get('location') ?? '';
  const send = (to: string, bytes: Buffer, start: number, total: number) =>
    organization.ask('PATCH', to, {
      body: bytes,
      headers: {
        'Content-Type': 'application/octet-stream',
        'x-ms-file-name': 'sample.pdf',
        'Content-Range': `bytes ${start}-${start + bytes.length - 1}/${total}`,
      },
    });

  it('begins with where to send them, and how large they may be', async () => {
    const { status, headers } = await begin();
    expect(status).toBe(200);
    expect(headers.get('location')).toMatch(
      new RegExp(
        `^${organization.root.replaceAll('.', '\\.')}accounts\\(${account.id}\\)/${FILE}\\?sessiontoken=.+$`,
      ),
    );
    expect(headers.get('x-ms-chunk-size')).toBe('4194304');
    expect(headers.get('accept-ranges')).toBe('bytes');
    expect(headers.get('access-control-expose-headers')).toBe('x-ms-chunk-size');
  });

  it('is there with the last of them, and nothing of it before', async () => {
    const bytes = randomBytes(10);
    const to = await location();
    expect((await send(to, bytes.subarray(0, 4), 0, 10)).status).toBe(206);
    expect((await send(to, bytes.subarray(4, 8), 4, 10)).status).toBe(206);
    expect((await account.download()).status).toBe(204);
    expect((await send(to, bytes.subarray(8), 8, 10)).status).toBe(204);
    const { bytes: read, headers } = await account.download();
    expect([read.equals(bytes), headers.get('x-ms-file-name'), headers.get('mimetype')]).toEqual([
      true,
      'sample.pdf',
      'application/pdf',
    ]);
  });

  it('bears a chunk that comes twice', async () => {
    const to = await location();
    await send(to, Buffer.from('AB'), 0, 3);
    await send(to, Buffer.from('AB'), 0, 3);
    await send(to, Buffer.from('C'), 2, 3);
    expect((await account.download()).text).toBe('ABC');
  });

  it('is refused with a gap in it, and can be mended', async () => {
    const to = await location();
    expect((await send(to, Buffer.from('C'), 2, 3)).error?.code).toBe('0x80040203');
    await send(to, Buffer.from('AB'), 0, 3);
    expect((await send(to, Buffer.from('C'), 2, 3)).status).toBe(204);
  });

  it.each(['bytes 0-1', 'bytes 0-5/6', 'bytes 1-0/2', 'bytes 0-1/1', ''])(
    'is refused with a Content-Range that does not fit: %s',
    async (range) => {
      const to = await location();
      const reply = await organization.ask('PATCH', to, {
        body: Buffer.from('AB'),
        headers: { 'Content-Type': 'application/octet-stream', 'Content-Range': range },
      });
      expect(reply.error?.code).toBe('0x80040203');
    },
  );

  it('needs the session of its own row', async () => {
    const to = await location();
    const other = await TestAccount.in(organization);
    expect((await send(to.replace(account.id, other.id), Buffer.from('A'), 0, 1)).status).toBe(400);
    expect((await send(`${to}x`, Buffer.from('A'), 0, 1)).status).toBe(400);
  });

  it('loses a chunk that is cut off before it is kept, and has one that is cut off behind that', async () => {
    const to = await location();
    await organization.control('faults', { dropAfterCommit: { count: 1 } });
    await expect(send(to, Buffer.from('A'), 0, 3)).rejects.toThrow();
    await organization.control('faults', { dropBeforeCommit: { count: 1 } });
    await expect(send(to, Buffer.from('B'), 1, 3)).rejects.toThrow();
    expect((await send(to, Buffer.from('C'), 2, 3)).error?.message).toContain('missing');
    await send(to, Buffer.from('B'), 1, 3);
    expect((await send(to, Buffer.from('C'), 2, 3)).status).toBe(204);
  });
});
