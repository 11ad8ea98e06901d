import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blockId } from '../../test/files.js';
import { TestOrganization } from '../../test/organization.js';

/** learn.microsoft.com/power-apps/developer/data-platform/attachment-annotation-files, "Annotation files" */
describe('the file of a note in blocks', () => {
  let organization: TestOrganization;
  let incident: string;
  beforeAll(async () => {
    organization = await TestOrganization.start();
    incident = await organization.incident();
  });
  afterAll(() => organization.close());

  const targetOf = (annotationid: string, more: object = {}) => ({
    annotationid,
    subject: 'large PDF file',
    filename: '25mb.pdf',
    notetext: 'Please see new attached pdf file.',
    mimetype: 'application/pdf',
    'objectid_incident@odata.bind': `/incidents(${incident})`,
    '@odata.type': 'Microsoft.Dynamics.CRM.annotation',
    ...more,
  });

  /** Uploads these blocks, and gives the body of the commit. */
  async function upload(Target: object, ...blocks: readonly Buffer[]) {
    const begun = await organization.post('InitializeAnnotationBlocksUpload', { Target });
    if (begun.status !== 200) throw new Error(begun.text);
    const { FileContinuationToken } = begun.json;
    const BlockList: string[] = [];
    for (const block of blocks) {
      const BlockId = blockId();
      BlockList.push(BlockId);
      const body = { BlockId, BlockData: block.toString('base64'), FileContinuationToken };
      expect((await organization.post('UploadBlock', body)).status).toBe(204);
    }
    return { Target, BlockList, FileContinuationToken };
  }
  const commit = (body: object) => organization.post('CommitAnnotationBlocksUpload', body);
  const read = async (id: string) => (await organization.get(`annotations(${id})`)).json;

  it('makes the note with its commit, and not before', async () => {
    const id = randomUUID();
    const body = await upload(targetOf(id), Buffer.from('AB'), Buffer.from('C'));
    expect((await organization.get(`annotations(${id})`)).status).toBe(404);
    const { status, json } = await commit(body);
    expect([status, json]).toMatchObject([200, { AnnotationId: id, FileSizeInBytes: 3 }]);
    expect(await read(id)).toMatchObject({
      documentbody: Buffer.from('ABC').toString('base64'),
      filename: '25mb.pdf',
      _objectid_value: incident,
    });
  });

  it('changes a note that is there', async () => {
    const id = await organization.insert('annotations', 'annotationid', { subject: 'Before' });
    await commit(await upload(targetOf(id), Buffer.from('A')));
    expect(await read(id)).toMatchObject({ subject: 'large PDF file', documentbody: 'QQ==' });
  });

  it('needs the id of its note', async () => {
    const { annotationid: _, ...Target } = targetOf(randomUUID());
    expect((await organization.post('InitializeAnnotationBlocksUpload', { Target })).status).toBe(400);
  });

  it('is refused when it is of a blocked kind', async () => {
    await expect(upload(targetOf(randomUUID(), { filename: 'setup.exe' }))).rejects.toThrow('0x80043e09');
  });

  it('is downloaded in blocks, or in base64', async () => {
    const id = randomUUID();
    await commit(await upload(targetOf(id), Buffer.from('ABC')));
    const Target = { annotationid: id, '@odata.type': 'Microsoft.Dynamics.CRM.annotation' };
    const { json } = await organization.post('InitializeAnnotationBlocksDownload', { Target });
    expect(json).toMatchObject({ FileSizeInBytes: 3, FileName: '25mb.pdf' });
    const { FileContinuationToken } = json;
    const block = await organization.post('DownloadBlock', {
      Offset: 1,
      BlockLength: 9,
      FileContinuationToken,
    });
    expect(block.json['Data']).toBe(Buffer.from('BC').toString('base64'));
    expect((await organization.get(`annotations(${id})/documentbody/$value`)).text).toBe('QUJD');
  });

  it('counts in base64 against the limit of the organisation, which can be raised', async () => {
    const settings = (await organization.get('organizations?$select=maxuploadfilesize')).value[0] ?? {};
    expect(settings['maxuploadfilesize']).toBe(5_242_880);
    const large = Buffer.alloc(4_000_000);
    const body = await upload(targetOf(randomUUID()), large);
    const { status, error } = await commit(body);
    expect([status, error]).toEqual([
      400,
      { code: '0x80044a02', message: 'Attachment file size is too big.' },
    ]);
    const inline = { filename: 'a.pdf', documentbody: large.toString('base64') };
    expect((await organization.post('annotations', inline)).error?.code).toBe('0x80044a02');
    const path = `organizations(${String(settings['organizationid'])})`;
    expect((await organization.patch(path, { maxuploadfilesize: 131_072_000 })).status).toBe(204);
    expect((await commit(body)).status).toBe(200);
    expect((await organization.post('organizations', {})).status).toBe(501);
    expect((await organization.delete(path)).status).toBe(501);
  });
});
