import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { StandInError, type Clock } from '../../../control/src/index.js';
import { isFolderName, nextFolderName } from './folder-name.js';

/** `dataverse-<environment>-<unique name of the organisation>`; both are made up. */
const NAME = 'dataverse-standin-unqstandin';

/**
 * The container on disk: its folders, and `Changelog/changelog.info`, which names the one that is being written. Readers leave that one
 * and all behind it alone.
 */
export class LakeContainer {
  readonly path: string;
  readonly name = NAME;
  /** Whether it had folders before this start. */
  goesOn: boolean;
  private open: string;

  /**
   * @param keepsRows whether the rows are those of the last start: then the lake goes on
   * @throws StandInError when the lake of other rows lies there: their versions would be taken for newer ones
   */
  constructor(
    directory: string,
    private readonly clock: Clock,
    keepsRows: boolean,
  ) {
    this.path = resolve(directory, NAME);
    this.goesOn = this.folders().length > 0;
    if (this.goesOn && !keepsRows)
      throw new StandInError(
        `${this.path} is the lake of rows that are gone; delete it, or keep the rows with a data directory`,
      );
    this.open = this.begin();
  }

  /** The folder that is being written: it may not be there yet. */
  get current(): string {
    return this.open;
  }

  /** The folders that there are, in order. */
  folders(): readonly string[] {
    return existsSync(this.path) ? readdirSync(this.path).filter(isFolderName).sort() : [];
  }

  /** Closes the folder that was being written; readers may take it from here on. */
  moveOn(): void {
    this.open = this.beginAfter(this.open);
  }

  /** Forgets all folders: the rows have been forgotten. */
  clear(): void {
    rmSync(this.path, { recursive: true, force: true });
    this.goesOn = false;
    this.open = this.beginAfter(this.open);
  }

  /** A folder that was left unfinished stays so: what was in it comes again, with all other rows. */
  private begin(): string {
    return this.beginAfter([...this.folders(), ...this.readChangelog()].sort().at(-1));
  }

  private beginAfter(last: string | undefined): string {
    const name = nextFolderName(last, this.clock.now());
    mkdirSync(join(this.path, 'Changelog'), { recursive: true });
    writeFileSync(this.changelog(), name);
    return name;
  }

  private readChangelog(): string[] {
    return existsSync(this.changelog()) ? [readFileSync(this.changelog(), 'utf8').trim()] : [];
  }

  private changelog(): string {
    return join(this.path, 'Changelog', 'changelog.info');
  }
}
