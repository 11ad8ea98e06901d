/** Ways in which a budget can be wrong that the simulation must find out. */
export const BUG_NAMES = ['token-bucket', 'settled-when-sent', 'no-lease', 'alone-without-limit'] as const;

export type BugName = (typeof BUG_NAMES)[number];
