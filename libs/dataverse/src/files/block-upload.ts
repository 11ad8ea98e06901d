import { execute } from '../operations/execute.js';
import type { WriteOptions } from '../web-api/call-options.js';
import type { JsonObject, WebApi } from '../web-api/web-api.js';

/** What a block may hold, in bytes (learn.microsoft.com/power-apps/developer/data-platform/file-column-data). */
export const blockBytes = 4 * 1024 * 1024;

/** An action of an upload, all of which may be repeated: nothing is there before the commit. */
export interface BlockAction {
  name: string;
  parameters: JsonObject;
}

/**
 * A file on its way in blocks: begun, then block by block, then committed. Each is a call of its own, which pays its budget. A
 * block is sent again under its own id, so a lost reply costs nothing; the service joins them in the order of the commit's list.
 */
export class BlockUpload {
  private readonly blockIds: string[] = [];
  /** How much has been uploaded. */
  sizeInBytes = 0;

  private constructor(
    private readonly api: WebApi,
    private readonly token: string,
    private readonly options: WriteOptions,
  ) {}

  static async begin(api: WebApi, action: BlockAction, options: WriteOptions): Promise<BlockUpload> {
    const answer = await actionOf(api, action, options);
    const token = answer?.['FileContinuationToken'];
    if (typeof token !== 'string')
      throw new TypeError('The answer to the beginning of an upload has no token.');
    return new BlockUpload(api, token, options);
  }

  async add(bytes: Buffer): Promise<void> {
    const id = blockId(this.blockIds.length);
    await this.call('UploadBlock', { BlockId: id, BlockData: bytes.toString('base64') });
    this.blockIds.push(id);
    this.sizeInBytes += bytes.length;
  }

  /** Should this fail, the file may be there all the same: whoever calls it has to look. */
  async commit({ name, parameters }: BlockAction): Promise<void> {
    await this.call(name, { ...parameters, BlockList: this.blockIds });
  }

  private call(name: string, parameters: JsonObject): Promise<JsonObject | undefined> {
    const named = { ...parameters, FileContinuationToken: this.token };
    return actionOf(this.api, { name, parameters: named }, this.options);
  }
}

/** In base64 and of one length for every block of a file, as the service asks for. */
const blockId = (index: number): string =>
  Buffer.from(`block-${String(index).padStart(8, '0')}`).toString('base64');

const actionOf = (api: WebApi, action: BlockAction, options: WriteOptions) =>
  execute(api, { ...options, ...action, kind: 'action', repeatable: true });
