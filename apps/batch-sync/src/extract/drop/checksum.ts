import { createHash } from 'node:crypto';
import { DeliveryRefusedError } from '../../delivery-refused-error.js';

/**
 * @param checksum what `sha256sum` writes, or the checksum alone
 * @throws DeliveryRefusedError `delivery-checksum-differs`
 */
export async function refuseOtherChecksum(
  bytes: AsyncIterable<Uint8Array>,
  checksum: string,
  file: string,
): Promise<void> {
  const [expected] = /\b[0-9a-f]{64}\b/i.exec(checksum) ?? [];
  const hash = createHash('sha256');
  for await (const chunk of bytes) hash.update(chunk);
  const actual = hash.digest('hex');
  if (expected?.toLowerCase() === actual) return;
  const says =
    expected === undefined
      ? 'its checksum file has no SHA-256 checksum in it.'
      : `its checksum is ${actual} where ${expected} is expected, so it is not what was sent.`;
  throw new DeliveryRefusedError('delivery-checksum-differs', says, { file });
}
