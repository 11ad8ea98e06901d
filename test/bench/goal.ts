/** Something that ours shall reach. */
export interface Goal {
  what: string;
  /** Unknown where nothing was measured that counts. */
  isReached: boolean | undefined;
}

export const goalsInWords = (goals: readonly Goal[]): string =>
  goals.map(({ what, isReached }) => `${outcomes[`${isReached}`].padEnd(7)}  ${what}`).join('\n');

const outcomes = { true: 'reached', false: 'MISSED', undefined: 'UNKNOWN' };
