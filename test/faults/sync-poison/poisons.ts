/** A case as its source delivers it. */
export interface DeliveredCase {
  readonly number: string;
  readonly title: string;
  readonly description: string;
  readonly category: string;
  readonly reporter: string;
  readonly other_number: string;
  readonly latitude: string;
  readonly longitude: string;
  readonly occurred: string;
}

/** What is wrong with a case, and how Dataverse says so. */
export interface Poison {
  readonly name: string;
  readonly wrong: Partial<DeliveredCase>;
  readonly code: string;
  /** Part of Dataverse's words. */
  readonly words: string;
}

/** The number in another system that a case of others has already, where no two may have one. */
export const TAKEN = 'taken by others';

/** A category of ours that this Dataverse does not have. */
export const UNKNOWN_CATEGORY = 'Winter service';

/** Everything that Dataverse refuses, and that the catalogue lets pass. */
export const poisons: readonly Poison[] = [
  {
    name: 'a text that is too long',
    wrong: { title: 'x'.repeat(201) },
    code: 'text-too-long',
    words: "The length of the 'title' attribute",
  },
  {
    name: 'a long text that is too long',
    wrong: { description: 'y'.repeat(2_001) },
    code: 'text-too-long',
    words: "The length of the 'description' attribute",
  },
  {
    name: 'a character that no column holds',
    wrong: { description: 'It rings: \u0007' },
    code: 'invalid-row',
    words: "The field 'description' contains one or more invalid characters",
  },
  {
    name: 'a number out of range',
    wrong: { latitude: '90.5' },
    code: 'invalid-row',
    words: "The value of 'cw_latitude'",
  },
  {
    name: 'a choice that is not there',
    wrong: { category: UNKNOWN_CATEGORY },
    code: 'choice-out-of-range',
    words: "of 'cw_category'",
  },
  {
    name: 'a person who is not there',
    wrong: { reporter: 'R-unknown' },
    code: 'row-not-found',
    words: 'does not exist in contact entity',
  },
  {
    name: 'a time before all times',
    wrong: { occurred: '1600-02-29T12:00:00Z' },
    code: 'invalid-row',
    words: 'DateTime is less than minumum value',
  },
  {
    name: 'a number that is taken',
    wrong: { other_number: TAKEN },
    code: 'duplicate-key',
    words: 'Entity Key cw_incidentexternal violated',
  },
];
