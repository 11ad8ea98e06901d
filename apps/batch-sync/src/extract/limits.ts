/** What one row may hold, in characters. Beyond it, it is no row: a quote is not closed, or somebody means harm. */
export const LONGEST_ROW = 4 * 2 ** 20;

/** How deeply values may lie in each other. */
export const DEEPEST_VALUE = 64;

/** What a value takes beside its characters: many empty ones are much as well. */
export const VALUE_COSTS = 16;
