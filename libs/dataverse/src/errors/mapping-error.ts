/**
 * A table's map does not take what it was given. Nothing was sent, and no repeat will mend it. The message names columns, and
 * never a value. Whoever maps rows on the way, in a getter of an entry, may throw one with a code of its own.
 */
export class MappingError extends TypeError {
  override readonly name: string = 'MappingError';

  constructor(
    /** `unknown-name`, `not-writable`, `wrong-value`, `wrong-address`, `unusable-key` or `incomplete`. */
    readonly code: string,
    message: string,
    /** The map's name of the column, where it is one. */
    readonly column?: string | undefined,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The words for a list of names: `email, phone or fax`. */
export function anyOf(names: readonly string[]): string {
  const last = names.at(-1) ?? 'nothing';
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} or ${last}` : last;
}
