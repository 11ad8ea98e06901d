/** Names that others chose may hold anything, and nothing of it may steer the terminal. */
export const printable = (text: string): string => text.replace(/\p{C}/gu, ' ');
