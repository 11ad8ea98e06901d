/** Something that is wrong in one integration, and where. */
export interface Finding {
  /** From the top of the file, such as `rules`, 0, `unless`. */
  path: readonly PropertyKey[];
  says: string;
}

/** The same, seen from further out. */
export const under = (path: readonly PropertyKey[], findings: readonly Finding[]): Finding[] =>
  findings.map((finding) => ({ ...finding, path: [...path, ...finding.path] }));

/** What there is to say about one place, if anything. */
export const at = (path: readonly PropertyKey[], says: string | undefined | readonly string[]): Finding[] =>
  [says ?? []].flat().map((each) => ({ path, says: each }));

/** A saying about a place, if something is the case. */
export const when = (wrong: boolean, path: readonly PropertyKey[], says: string): Finding[] =>
  wrong ? [{ path, says }] : [];
