import { createHash } from 'node:crypto';

/** The key and the GUID of a row that is known by its number. */
export const keyOf = (n: number): string => createHash('sha256').update(`row ${n}`).digest('hex');
export const idOf = (n: number): string => `0b0b0b0b-0000-4000-8000-${String(n).padStart(12, '0')}`;

export const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n);
