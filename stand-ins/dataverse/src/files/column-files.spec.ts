import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FILE, startWithFiles, TestAccount } from '../../test/files.js';
import type { TestOrganization } from '../../test/organization.js';

const MB = 1024 * 1024;

/** learn.microsoft.com/power-apps/developer/data-platform/file-column-data */
describe('a file in a column', () => {
  let organization: TestOrganization;
  let account: TestAccount;
  beforeAll(async () => void (organization = await startWithFiles()));
  beforeEach(async () => void (account = await TestAccount.in(organization)));
  afterAll(() => organization.close());

  it('is uploaded in one request, and downloaded with its name, size and type', async () => {
    const bytes = randomBytes(1_000);
    expect((await account.upload(bytes)).status).toBe(204);
    const { status, headers, bytes: read } = await account.download();
    expect([status, read.equals(bytes)]).toEqual([200, true]);
    expect(headers.get('x-ms-file-size')).toBe('1000');
    expect(headers.get('x-ms-file-name')).toBe('sample.txt');
    expect(headers.get('mimetype')).toBe('text/plain');
    expect(headers.get('access-control-expose-headers')).toBe('x-ms-file-size; x-ms-file-name; mimetype');
  });

  it('is shown in its row by its id, beside its name, and makes a new version of it', async () => {
    const before = await account.read('name');
    expect(await account.read(`${FILE},${FILE}_name`)).toMatchObject({
      [FILE]: null,
      [`${FILE}_name`]: null,
    });
    await account.upload(Buffer.from('A'));
    const after = await account.read(`${FILE},${FILE}_name`);
    expect(after).toMatchObject({
      [FILE]: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
      [`${FILE}_name`]: 'sample.txt',
    });
    expect(after['@odata.etag']).not.toBe(before['@odata.etag']);
  });

  it('is described by a row that its own row can be expanded to', async () => {
    await account.upload(Buffer.from('ABC'), 'one.pdf');
    const select = '$select=createdon,mimetype,filesizeinbytes,filename,regardingfieldname';
    const query = `?$select=accountid&$expand=account_FileAttachments(${select})`;
    const { json } = await account.ask('GET', query);
    const id = (await account.read(FILE))[FILE];
    expect(json['account_FileAttachments']).toMatchObject([
      {
        mimetype: 'application/pdf',
        filesizeinbytes: 3,
        filename: 'one.pdf',
        regardingfieldname: FILE,
        fileattachmentid: id,
      },
    ]);
    const found = await organization.get(`accounts?$filter=${FILE} ne null and accountid eq ${account.id}`);
    expect(found.value).toHaveLength(1);
  });

  it('takes the place of the one before', async () => {
    await account.upload(Buffer.from('first'));
    await account.upload(Buffer.from('second'), 'second.txt');
    expect((await account.download()).text).toBe('second');
    const { json } = await account.ask('GET', '?$expand=account_FileAttachments($select=filename)');
    expect(json['account_FileAttachments']).toMatchObject([{ filename: 'second.txt' }]);
  });

  it.each([
    ['bytes=0-3', 206, 'ABCD'],
    ['bytes=4-7', 206, 'EFGH'],
    ['bytes=8-4194303', 206, 'IJ'],
    ['bytes=8-', 206, 'IJ'],
    ['bytes=0-1/10', 206, 'AB'],
    ['bytes=0-1,3-4', 200, 'ABCDEFGHIJ'],
  ])('is downloaded in part: %s', async (range, status, text) => {
    await account.upload(Buffer.from('ABCDEFGHIJ'));
    const reply = await account.download(range);
    expect([reply.status, reply.text, reply.headers.get('x-ms-file-size')]).toEqual([status, text, '10']);
    expect(reply.headers.get('x-ms-chunk-size')).toBe(status === 206 ? '4194304' : null);
  });

  it('has no part behind its end', async () => {
    await account.upload(Buffer.from('ABC'));
    expect((await account.download('bytes=3-5')).status).toBe(416);
  });

  it('may be empty, and have a name that is beyond ASCII', async () => {
    const upload = await account.ask('PATCH', `/${FILE}?x-ms-file-name=${encodeURIComponent('Straße.txt')}`, {
      body: Buffer.alloc(0),
      headers: { 'Content-Type': 'application/octet-stream' },
    });
    expect(upload.status).toBe(204);
    expect((await account.read(`${FILE}_name`))[`${FILE}_name`]).toBe('Straße.txt');
    const { status, text, headers } = await account.download();
    expect([status, text, headers.get('x-ms-file-name')]).toEqual([200, '', 'Stra%C3%9Fe.txt']);
  });

  it('is not there when none was uploaded: 204, and 404 when its row is not there', async () => {
    expect((await account.download()).status).toBe(204);
    await account.ask('DELETE');
    expect((await account.download()).error?.code).toBe('0x80040217');
    expect((await account.upload(Buffer.from('A'))).error?.code).toBe('0x80040217');
  });

  it('is deleted by DELETE, and by DeleteFile with its id', async () => {
    await account.upload(Buffer.from('A'));
    expect((await account.ask('DELETE', `/${FILE}`)).status).toBe(204);
    expect((await account.download()).status).toBe(204);
    await account.upload(Buffer.from('B'));
    const { [FILE]: FileId } = await account.read(FILE);
    expect((await organization.post('DeleteFile', { FileId })).status).toBe(204);
    expect(await account.read(`${FILE},${FILE}_name`)).toMatchObject({
      [FILE]: null,
      [`${FILE}_name`]: null,
    });
    expect((await organization.post('DeleteFile', { FileId })).error?.code).toBe('0x80040217');
  });

  it('goes with its row', async () => {
    await account.upload(Buffer.from('A'));
    const { [FILE]: id } = await account.read(FILE);
    await account.ask('DELETE');
    expect((await organization.get(`fileattachments(${String(id)})`)).status).toBe(404);
  });

  it('cannot be written with its row, nor by PUT', async () => {
    await account.upload(Buffer.from('A'));
    expect((await account.ask('PATCH', '', { body: { [FILE]: account.id } })).status).toBe(204);
    expect((await account.read(FILE))[FILE]).not.toBe(account.id);
    expect((await account.ask('PUT', `/${FILE}`, { body: { value: null } })).status).toBe(405);
  });

  it.each(['setup.exe', 'SETUP.EXE', 'a.b.js'])('of a blocked kind is refused: %s', async (name) => {
    const { status, error } = await account.upload(Buffer.from('A'), name);
    expect([status, error]).toEqual([
      400,
      {
        code: '0x80043e09',
        message:
          'The attachment is either not a valid type or is too large. It cannot be uploaded or downloaded.',
      },
    ]);
  });

  it('is refused when it is larger than its column allows', async () => {
    expect((await account.upload(Buffer.alloc(10 * MB))).status).toBe(204);
    const { status, error } = await account.upload(Buffer.alloc(10 * MB + 1));
    expect([status, error]).toEqual([
      400,
      { code: '0x80044a02', message: 'Attachment file size is too big.' },
    ]);
    expect((await account.download('bytes=0-0')).headers.get('x-ms-file-size')).toBe(String(10 * MB));
  });

  it('needs a name, and to be announced as bytes', async () => {
    const octets = { 'Content-Type': 'application/octet-stream' };
    const nameless = await account.ask('PATCH', `/${FILE}`, { body: Buffer.from('A'), headers: octets });
    expect(nameless.error?.code).toBe('0x80040203');
    const json = { 'Content-Type': 'application/json', 'x-ms-file-name': 'a.txt' };
    const announced = await account.ask('PATCH', `/${FILE}`, { body: Buffer.from('A'), headers: json });
    expect(announced.status).toBe(415);
  });

  it('is lost with a request that is cut off before its commit, and there after one that is cut off behind it', async () => {
    await organization.control('faults', { dropBeforeCommit: { count: 1, table: 'account' } });
    await expect(account.upload(Buffer.from('A'))).rejects.toThrow();
    expect((await account.download()).status).toBe(204);
    await organization.control('faults', { dropAfterCommit: { count: 1, table: 'account' } });
    await expect(account.upload(Buffer.from('B'))).rejects.toThrow();
    expect((await account.download()).text).toBe('B');
    await organization.control('faults', {});
  });
});
