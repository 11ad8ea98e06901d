/** The settings are wrong: one line for every wrong name, so that all can be mended at once. */
export class ConfigError extends Error {
  readonly code = 'wrong-settings';

  constructor(readonly problems: readonly string[]) {
    super(`Wrong settings:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}
