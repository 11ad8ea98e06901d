import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { blockId, FILE, startWithFiles, TestAccount } from '../../test/files.js';
import type { TestOrganization } from '../../test/organization.js';

const MOST = 4_194_304;

/** learn.microsoft.com/power-apps/developer/data-platform/file-column-data, "Use Dataverse messages to upload a file" */
describe('a file in blocks', () => {
  let organization: TestOrganization;
  let account: TestAccount;
  beforeAll(async () => void (organization = await startWithFiles()));
  beforeEach(async () => void (account = await TestAccount.in(organization)));
  afterAll(() => organization.close());

  const block = (FileContinuationToken: string, bytes: Buffer, BlockId: string = blockId()) =>
    organization.post('UploadBlock', { BlockId, BlockData: bytes.toString('base64'), FileContinuationToken });
  const commit = (FileContinuationToken: string, BlockList: readonly string[], more: object = {}) =>
    organization.post('CommitFileBlocksUpload', {
      FileName: 'sample.pdf',
      MimeType: 'application/pdf',
      BlockList,
      FileContinuationToken,
      ...more,
    });

  it('is made of them in the order of the list, and there is nothing of it before', async () => {
    const token = await account.begin();
    const [one, two] = [blockId(), blockId()];
    expect((await block(token, Buffer.from('B'), two)).status).toBe(204);
    expect((await block(token, Buffer.from('A'), one)).status).toBe(204);
    expect((await account.download()).status).toBe(204);
    const { status, json } = await commit(token, [one, two]);
    const { [FILE]: id } = await account.read(FILE);
    expect([status, json]).toEqual([
      200,
      {
        '@odata.context': `${organization.root}$metadata#Microsoft.Dynamics.CRM.CommitFileBlocksUploadResponse`,
        FileId: id,
        FileSizeInBytes: 2,
      },
    ]);
    const read = await account.download();
    expect([read.text, read.headers.get('mimetype'), read.headers.get('x-ms-file-name')]).toEqual([
      'AB',
      'application/pdf',
      'sample.pdf',
    ]);
  });

  it('takes a block again, in the place of the one with its id', async () => {
    const token = await account.begin();
    const id = blockId();
    await block(token, Buffer.from('A'), id);
    await block(token, Buffer.from('B'), id);
    await commit(token, [id]);
    expect((await account.download()).text).toBe('B');
  });

  it('takes blocks of 4 MB, and none that is larger', async () => {
    const token = await account.begin();
    expect((await block(token, Buffer.alloc(MOST))).status).toBe(204);
    expect((await block(token, Buffer.alloc(MOST + 1))).error?.code).toBe('0x80040203');
  });

  it.each([
    ['no base64', '***'],
    ['longer than 64 bytes', Buffer.alloc(65, 'x').toString('base64')],
    ['empty', ''],
  ])('refuses a block whose id is %s', async (_, id) => {
    expect((await block(await account.begin(), Buffer.from('A'), id)).error?.code).toBe('0x80040203');
  });

  it('wants ids of one length', async () => {
    const token = await account.begin();
    await block(token, Buffer.from('A'), 'AAAA');
    expect((await block(token, Buffer.from('A'), 'AAAAAAAA')).error?.code).toBe('0x80040203');
  });

  it('is refused when its list names a block that was never uploaded, and can be mended', async () => {
    const token = await account.begin();
    const id = blockId();
    expect((await commit(token, [id])).error?.code).toBe('0x80040203');
    await block(token, Buffer.from('A'), id);
    expect((await commit(token, [id])).status).toBe(200);
  });

  it('of a blocked kind is refused before its first block', async () => {
    await expect(account.begin('setup.exe')).rejects.toThrow('0x80043e09');
  });

  it('is refused by a MIME type that is blocked, or that is not among those allowed', async () => {
    const { organizationid: id } = (await organization.get('organizations')).value[0] ?? {};
    const settings = (changes: object) => organization.patch(`organizations(${String(id)})`, changes);
    const token = await account.begin();
    await settings({ blockedmimetypes: 'application/pdf' });
    expect((await commit(token, [])).error).toEqual({
      code: '0x80072522',
      message: 'Operation not allowed as mime type application/pdf is blocked.',
    });
    await settings({ allowedmimetypes: 'text/plain' });
    expect((await commit(token, [])).error).toEqual({
      code: '0x80072521',
      message: 'Operation not allowed as mime type application/pdf is not in the allow list.',
    });
    await settings({ blockedmimetypes: null, allowedmimetypes: null });
    expect((await commit(token, [])).status).toBe(200);
  });

  it('is downloaded in blocks', async () => {
    const bytes = randomBytes(10);
    await account.upload(bytes);
    const begun = await organization.post('InitializeFileBlocksDownload', {
      Target: account.target,
      FileAttributeName: FILE,
    });
    expect(begun.json).toMatchObject({
      FileSizeInBytes: 10,
      FileName: 'sample.txt',
      IsChunkingSupported: true,
    });
    const { FileContinuationToken } = begun.json;
    const part = async (Offset: number, BlockLength: number) =>
      Buffer.from(
        String(
          (await organization.post('DownloadBlock', { Offset, BlockLength, FileContinuationToken })).json[
            'Data'
          ],
        ),
        'base64',
      );
    expect(Buffer.concat([await part(0, 4), await part(4, 4), await part(8, 4)]).equals(bytes)).toBe(true);
    await account.upload(Buffer.from('another'));
    const late = await organization.post('DownloadBlock', {
      Offset: 0,
      BlockLength: 4,
      FileContinuationToken,
    });
    expect(late.status).toBe(400);
  });

  it.each([
    ['UploadBlock', { BlockId: 'AAAA', BlockData: '', FileContinuationToken: 'x' }],
    ['CommitFileBlocksUpload', { FileName: 'a.txt', BlockList: [], FileContinuationToken: 'x' }],
    ['DownloadBlock', { Offset: 0, BlockLength: 1, FileContinuationToken: 'x' }],
    ['InitializeFileBlocksUpload', {}],
    ['InitializeFileBlocksUpload', { Target: {}, FileAttributeName: 'x', FileName: 'a.txt' }],
  ])('needs what it is asked for: %s %j', async (message, body) => {
    expect((await organization.post(message, body)).status).toBe(400);
  });

  it('needs a row, and a column for files', async () => {
    await expect(account.begin('a.txt', 'name')).rejects.toThrow('400');
    const Target = { ...account.target, accountid: randomUUID() };
    const body = { Target, FileAttributeName: FILE, FileName: 'a.txt' };
    expect((await organization.post('InitializeFileBlocksUpload', body)).status).toBe(404);
  });

  it('has a block whose reply was lost, and is there when the reply to its commit was', async () => {
    const token = await account.begin();
    const id = blockId();
    await organization.control('faults', { dropAfterCommit: { count: 1, table: 'fileattachment' } });
    await expect(block(token, Buffer.from('A'), id)).rejects.toThrow();
    await organization.control('faults', { dropAfterCommit: { count: 1, table: 'account' } });
    await expect(commit(token, [id])).rejects.toThrow();
    expect((await account.download()).text).toBe('A');
    await organization.control('faults', { dropBeforeCommit: { count: 1 } });
    const next = await account.begin();
    await expect(block(next, Buffer.from('B'), id)).rejects.toThrow();
    expect((await commit(next, [id])).status).toBe(400);
  });
});
