/**
 * The first 16 bytes of a hash as a GUID of version 8, which is free for our own use
 * (https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-8): whoever hashes the same has the same GUID.
 */
export function guidFrom(digest: Buffer): string {
  const bytes = Buffer.from(digest.subarray(0, 16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
