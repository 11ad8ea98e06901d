import { createHmac } from 'node:crypto';
import { guidFrom } from '#lib/dataverse';
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
