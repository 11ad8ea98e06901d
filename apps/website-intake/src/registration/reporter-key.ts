import { createHmac } from 'node:crypto';
import type { ReporterDto } from '../acceptance/dto/submit-case.dto.js';

/** Who a reporter is, as far as one can be told from another: a keyed hash, and the GUID that a new contact of that hash gets. */
export interface ReporterKey {
  /** HMAC-SHA-256 in lower-case hex; the contact's `cw_key`. */
  key: string;
  contactId: string;
}

/**
 * Knows a reporter by e-mail, else by telephone; undefined when there is neither. The hash is keyed because e-mail addresses and
 * telephone numbers can be guessed from a plain one.
 */
export function reporterKey(reporter: ReporterDto | undefined, secret: string): ReporterKey | undefined {
  const identity = identityOf(reporter);
  if (!identity) return undefined;
  const digest = createHmac('sha256', secret).update(`website-intake\u001fcontact\u001f${identity}`).digest();
  return { key: digest.toString('hex'), contactId: guidFrom(digest) };
}

function identityOf({ email, phone }: ReporterDto = {}): string | undefined {
  if (email) return `email\u001f${email.trim().normalize('NFC').toLowerCase()}`;
  if (phone) return `phone\u001f${normalisePhone(phone)}`;
  return undefined;
}

/** Digits alone, with a plus when the number is written for calls from abroad. */
function normalisePhone(phone: string): string {
  const digits = phone.replace(/\(0\)/, '').replace(/[^\d+]/g, '');
  return digits.replace(/^00/, '+');
}

/** The hash as a GUID of version 8, which is free for our own use: https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-8 */
function guidFrom(digest: Buffer): string {
  const bytes = Buffer.from(digest.subarray(0, 16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
