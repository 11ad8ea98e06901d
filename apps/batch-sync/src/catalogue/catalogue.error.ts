/** Something that is wrong in a file of the catalogue. */
export interface Problem {
  file: string;
  /** From 1; absent where the file cannot be read at all. */
  line?: number;
  /** Where in the integration, such as `target.columns.cw_name`; empty for the whole. */
  place: string;
  says: string;
}

/** The catalogue is wrong: everything that is, so that all can be mended at once. */
export class CatalogueError extends Error {
  override readonly name = 'CatalogueError';
  readonly code = 'wrong-catalogue';

  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(inWords).join('\n'));
  }
}

/** Such as `integrations/street-lamps.yaml:12 key.0: there is no column minute`. */
const inWords = ({ file, line, place, says }: Problem) =>
  `${file}${line === undefined ? '' : `:${line}`}${place ? ` ${place}` : ''}: ${says}`;
