import { randomUUID } from 'node:crypto';
import { badToken } from '../errors.js';

/** What is being uploaded, and where it belongs. */
export type UploadTarget =
  | { kind: 'column'; table: string; id: string; column: string; fileName: string }
  | { kind: 'note'; id: string };

/**
 * A file on its way: begun, then block by block, then done. Nobody sees anything of it before it is done, and then its blocks are
 * forgotten; only the answer is known on.
 */
export interface Upload {
  target: UploadTarget;
  /** By the id of the block, or by where the chunk begins. */
  blocks: Map<string, Buffer>;
  begunAt: number;
  /** What the last request was answered. */
  done?: { status: number; body?: unknown };
}

/** The uploads under way, in memory: whoever is in the middle of one when the stand-in ends begins anew. */
export class Uploads {
  private readonly uploads = new Map<string, Upload>();

  /** Gives the token that the following requests name it by. */
  begin(target: UploadTarget, now: number): string {
    for (const [token, { begunAt }] of this.uploads) if (now - begunAt > LIFE_MS) this.uploads.delete(token);
    const token = Buffer.from(randomUUID()).toString('base64url');
    this.uploads.set(token, { target, blocks: new Map(), begunAt: now });
    return token;
  }

  /** @throws DataverseError for a token that was never given, or long ago */
  get(token: unknown): Upload {
    const upload = typeof token === 'string' ? this.uploads.get(token) : undefined;
    if (!upload) throw badToken();
    return upload;
  }

  clear(): void {
    this.uploads.clear();
  }
}

/** How long an upload may take: ours, for no page says it. */
const LIFE_MS = 24 * 3_600_000;
