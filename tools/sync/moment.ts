/** `2026-11-30 03:15`, in UTC; nothing for none. */
export const moment = (of: Date | undefined): string | undefined =>
  of?.toISOString().slice(0, 16).replace('T', ' ');
