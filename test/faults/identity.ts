import type { Post } from './transcript.js';

/** Who a post is from. */
export const identityOf = (reporter: Post['reporter']): string => identity(reporter?.email, reporter?.phone);

/** One person however the address is written: by e-mail, else by telephone, else nobody in particular. */
export function identity(email: unknown, phone: unknown): string {
  if (typeof email === 'string') return email.trim().toLowerCase();
  if (typeof phone === 'string') return phone.replace(/[^\d+]/g, '');
  return 'the anonymous reporter';
}
