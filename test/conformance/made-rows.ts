import type { EntitySet } from './golden/golden.js';
import type { Answer } from './service.js';

/** Tables in which a run makes rows. Nothing is ever deleted in any other. */
const SETS: readonly EntitySet[] = ['accounts', 'contacts', 'incidents', 'annotations'];
const ADDRESS = `(?:${SETS.join('|')})\\([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\\)`;

type Delete = (path: string) => Promise<{ status: number }>;

/**
 * The book of the rows that a run has made. A row is written down before the request that makes it leaves, so that a lost reply
 * leaves nothing behind.
 */
export class MadeRows {
  private readonly addresses = new Set<string>();

  /** @param address such as `accounts(<guid>)` */
  note(address: string): void {
    if (new RegExp(`^${ADDRESS}$`, 'i').test(address)) this.addresses.add(address.toLowerCase());
  }

  /** Writes down the rows whose URLs an answer gives, in its headers or within a batch. */
  noteAllOf({ headers, text }: Pick<Answer, 'headers' | 'text'>): void {
    const inBatch = text.startsWith('--') ? text : '';
    const told = `${headers['odata-entityid'] ?? ''}\r\n${inBatch}`;
    const urls = told.matchAll(new RegExp(`/(${ADDRESS})\\r?$`, 'gim'));
    for (const [, address = ''] of urls) this.note(address);
  }

  /**
   * Deletes them by id, newest first; a row that is gone already counts as deleted.
   *
   * @returns what could not be deleted, for people to do it
   */
  async deleteAll(remove: Delete): Promise<string[]> {
    const leftovers: string[] = [];
    for (const address of [...this.addresses].reverse()) {
      const status = await remove(address).then(
        (answer) => answer.status,
        () => 0,
      );
      if (status === 204 || status === 404) this.addresses.delete(address);
      else leftovers.push(address);
    }
    return leftovers;
  }
}
