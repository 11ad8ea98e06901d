import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';

/** The text of a delivered file, packed or not, without its byte order mark. */
export async function deliveredText(path: string, encoding = 'utf-8'): Promise<string> {
  const bytes = await readFile(path);
  return new TextDecoder(encoding, { fatal: true }).decode(path.endsWith('.gz') ? gunzipSync(bytes) : bytes);
}
