import { randomUUID } from 'node:crypto';
import { column } from './definitions.js';
import { TestOrganization, type Ask, type Reply } from './organization.js';
import type { DataverseStandInOptions } from '../src/index.js';

/** The smallest PNG that is one: a point. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg==',
  'base64',
);

export const FILE = 'new_filecolumn';
export const IMAGE = 'new_imagecolumn';

/** Accounts with columns for a file of a megabyte at most, and for an image, made as the pages make them. */
export async function startWithFiles(
  options: Partial<DataverseStandInOptions> = {},
): Promise<TestOrganization> {
  const organization = await TestOrganization.start(options);
  const attributes = "EntityDefinitions(LogicalName='account')/Attributes";
  for (const body of [
    column('File', 'new_FileColumn', { MaxSizeInKB: 10_240 }),
    column('Image', 'new_ImageColumn', { MaxSizeInKB: 1_024, CanStoreFullImage: true }),
  ]) {
    const { status, text } = await organization.post(attributes, body);
    if (status !== 204) throw new Error(`${status} ${text}`);
  }
  return organization;
}

/** An account, and requests to its columns. */
export class TestAccount {
  private constructor(
    private readonly organization: TestOrganization,
    readonly id: string,
  ) {}

  static async in(organization: TestOrganization): Promise<TestAccount> {
    return new TestAccount(organization, await organization.insert('accounts', 'accountid', { name: 'A' }));
  }

  get target() {
    return { accountid: this.id, '@odata.type': 'Microsoft.Dynamics.CRM.account' };
  }

  ask = (method: string, path = '', asked: Ask = {}): Promise<Reply> =>
    this.organization.ask(method, `accounts(${this.id})${path}`, asked);

  read = async (select: string) => (await this.ask('GET', `?$select=${select}`)).json;

  upload = (body: Buffer, name = 'sample.txt', into = FILE): Promise<Reply> =>
    this.ask('PATCH', `/${into}`, {
      body,
      headers: { 'Content-Type': 'application/octet-stream', 'x-ms-file-name': name },
    });

  download = (range?: string, path = `/${FILE}/$value`): Promise<Reply> =>
    this.ask('GET', path, range === undefined ? {} : { headers: { Range: range } });

  /** Begins an upload by messages, and gives its token. */
  async begin(fileName = 'sample.txt', columnName = FILE): Promise<string> {
    const body = { Target: this.target, FileName: fileName, FileAttributeName: columnName };
    const { status, text, json } = await this.organization.post('InitializeFileBlocksUpload', body);
    if (status !== 200) throw new Error(`${status} ${text}`);
    return String(json['FileContinuationToken']);
  }
}

/** The id of a block as the pages make it. */
export const blockId = () => Buffer.from(randomUUID()).toString('base64');
