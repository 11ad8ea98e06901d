/** One row of a source, as the post that a website would make of it. */
export interface SourceRow {
  /** The body of POST /cases/v1/cases. */
  post: CasePost;
  /** The rule by which the row must be refused, found on the source's own columns, apart from the intake's checks. */
  refusedBy?: RefusalRule;
}

/** I3: no usable location. */
export type RefusalRule = 'I3';

export interface CasePost {
  category: string;
  title: string;
  description?: string;
  location: { point?: { latitude: number; longitude: number }; address?: string };
  reporter?: { name?: string; email?: string; phone?: string };
  occurredAt?: string;
  externalReference: { system: string; id: string };
}

/** Where the posts come from. */
export interface CaseSource {
  /** For the report: which rows, in which order. */
  name: string;
  /** How many rows there are, where that is known beforehand. */
  size?: number;
  rows(): AsyncIterable<SourceRow>;
}

/** White space around a value means nothing, and an empty value is none. */
export const valueOf = (text: string | undefined): string | undefined => text?.trim() || undefined;
