/** Why a delivery is refused as a whole. Reading it again mends none of it: the source has to deliver anew. */
export type ExtractRefusalCode =
  /** Nothing is in the file. */
  | 'delivery-empty'
  /** A header, or a frame, and no row. */
  | 'delivery-without-rows'
  /** It ends in the middle: the packing, a quoted field, a document or the last line. */
  | 'delivery-truncated'
  /** Its packing is damaged. */
  | 'delivery-damaged'
  /** A spreadsheet, an archive, a picture: no text. */
  | 'delivery-no-text'
  /** A page for people, such as the login of a portal whose session ended. */
  | 'delivery-web-page'
  /** Bytes that its encoding does not know, or an encoding that nobody knows. */
  | 'delivery-wrong-encoding'
  /** Somebody's version control left its marks. */
  | 'delivery-merge-conflict'
  /** It is in none of the formats that the source is said to write. */
  | 'delivery-unknown-format'
  /** No CSV header, no JSON or no XML. */
  | 'delivery-malformed'
  | 'delivery-column-missing'
  | 'delivery-column-twice'
  /** The values stand beside their columns. */
  | 'delivery-columns-shifted'
  /** A row is longer or deeper than any row should be. */
  | 'delivery-row-too-large'
  /** Its checksum says that it is not what was sent. */
  | 'delivery-checksum-differs'
  /** A link, whose file may lie anywhere. */
  | 'delivery-no-file';

/** A place in a delivery. */
export interface DeliveryPlace {
  file: string;
  /** From 1. */
  line?: number;
  /** The rows that were read before, where lines say nothing. */
  afterRow?: number;
}

/** A delivery that is wrong as a whole: nothing of it is applied. Says what and where in words for an operator, and no value of a row. */
export class DeliveryRefusedError extends Error {
  override readonly name = 'DeliveryRefusedError';

  constructor(
    readonly code: ExtractRefusalCode,
    readonly says: string,
    readonly place: DeliveryPlace,
    options?: ErrorOptions,
  ) {
    const { file, line, afterRow } = place;
    const where =
      line === undefined ? afterRow !== undefined && ` after row ${afterRow}` : ` at line ${line}`;
    super(`${file} is refused${where || ''}: ${says}`, options);
  }
}
