import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { column } from '../../test/definitions.js';
import { IMAGE, PNG, startWithFiles, TestAccount } from '../../test/files.js';
import type { TestOrganization } from '../../test/organization.js';

const base64 = PNG.toString('base64');
const SMALL = 'new_smallimage';

/** learn.microsoft.com/power-apps/developer/data-platform/image-column-data */
describe('an image in a column', () => {
  let organization: TestOrganization;
  let account: TestAccount;
  beforeAll(async () => {
    organization = await startWithFiles();
    const attributes = "EntityDefinitions(LogicalName='account')/Attributes";
    await organization.post(attributes, column('Image', 'new_SmallImage', { IsPrimaryImage: true }));
  });
  beforeEach(async () => void (account = await TestAccount.in(organization)));
  afterAll(() => organization.close());

  it('is written with its row in base64, and shown only when it is asked for', async () => {
    expect((await account.ask('PATCH', '', { body: { [IMAGE]: base64 } })).status).toBe(204);
    expect((await account.read(IMAGE))[IMAGE]).toBe(base64);
    expect((await account.ask('GET')).json).not.toHaveProperty(IMAGE);
  });

  it('has an id, a time and a URL beside it', async () => {
    await account.ask('PATCH', '', { body: { [IMAGE]: base64 } });
    const row = await account.read(`${IMAGE}id,${IMAGE}_timestamp,${IMAGE}_url`);
    const { [`${IMAGE}id`]: id, [`${IMAGE}_timestamp`]: timestamp } = row as Record<string, unknown>;
    const query = `Entity=account&Attribute=${IMAGE}&Id=${String(id)}&Timestamp=${String(timestamp)}`;
    expect(row[`${IMAGE}_url`]).toBe(`/Image/download.aspx?${query}`);
  });

  it('may come with a new row when it is the primary image, and no other may', async () => {
    expect((await organization.post('accounts', { [IMAGE]: base64 })).status).toBe(204);
    const { status, error } = await organization.post('accounts', { [SMALL]: base64 });
    expect([status, error]).toEqual([
      400,
      {
        code: '0x80090487',
        message: `Non-primary image attribute ${SMALL} of entity account is not allowed to upload during Create operation.`,
      },
    ]);
  });

  it('is uploaded and downloaded as a file is, and in full by asking for that', async () => {
    expect((await account.upload(PNG, 'point.png', IMAGE)).status).toBe(204);
    expect((await account.read(IMAGE))[IMAGE]).toBe(base64);
    const thumbnail = await account.download(undefined, `/${IMAGE}/$value`);
    const full = await account.download('bytes=0-7', `/${IMAGE}/$value?size=full`);
    expect([thumbnail.status, thumbnail.bytes.equals(PNG)]).toEqual([200, true]);
    expect([full.status, full.bytes.equals(PNG.subarray(0, 8))]).toEqual([206, true]);
    expect(full.headers.get('mimetype')).toBe('image/png');
  });

  it('has no full size where its column keeps none', async () => {
    await account.upload(PNG, 'point.png', SMALL);
    expect((await account.download(undefined, `/${SMALL}/$value`)).status).toBe(200);
    expect((await account.download(undefined, `/${SMALL}/$value?size=full`)).status).toBe(204);
    const begun = await organization.post('InitializeFileBlocksDownload', {
      Target: account.target,
      FileAttributeName: SMALL,
    });
    expect([begun.status, begun.error?.code, begun.error?.message]).toEqual([
      404,
      '0x80040217',
      expect.stringMatching(
        `^No FileAttachment records found for imagedescriptorId: .+ for image attribute: ${SMALL} of account record with id ${account.id}\\.$`,
      ),
    ]);
  });

  it.each([
    ['PATCH', '', { [IMAGE]: null }],
    ['PUT', `/${IMAGE}`, { value: null }],
    ['DELETE', `/${IMAGE}`, undefined],
  ])('is taken away by %s %s', async (method, path, body) => {
    await account.upload(PNG, 'point.png', IMAGE);
    expect((await account.ask(method, path, { body })).status).toBe(204);
    expect(await account.read(`${IMAGE},${IMAGE}id,${IMAGE}_url`)).toMatchObject({
      [IMAGE]: null,
      [`${IMAGE}id`]: null,
      [`${IMAGE}_url`]: null,
    });
    const { json } = await account.ask('GET', '?$expand=account_FileAttachments($select=filename)');
    expect(json['account_FileAttachments']).toEqual([]);
  });

  it('is refused when it is none, or too large', async () => {
    const text = await account.upload(Buffer.from('no image'), 'a.png', IMAGE);
    expect(text.error).toEqual({
      code: '0x80072553',
      message: `Error occured when processing image. Reason: Update image properties failed for objectid: ${account.id}, logicalName: account, attribute: ${IMAGE}`,
    });
    const large = Buffer.concat([PNG, Buffer.alloc(2 * 1024 * 1024)]);
    expect((await account.upload(large, 'a.png', IMAGE)).error).toEqual({
      code: '0x80072553',
      message:
        'Error occured when processing image. Reason: File size is too big. MaxSize: 1 MB, Uploaded filesize: 2 MB.',
    });
    expect((await account.ask('PATCH', '', { body: { [IMAGE]: '*' } })).error?.code).toBe('0x0');
  });

  it.each([
    ['image/gif', '474946383961'],
    ['image/jpeg', 'ffd8ffe0'],
    ['image/tiff', '49492a00'],
    ['image/bmp', '424d'],
  ])('may be %s', async (mimeType, beginning) => {
    await account.upload(Buffer.from(beginning, 'hex'), 'a', IMAGE);
    expect((await account.download(undefined, `/${IMAGE}/$value`)).headers.get('mimetype')).toBe(mimeType);
  });
});
