import type { DataverseError } from '../errors/dataverse-error.js';

/** A chunk, a half of it, and a half of that: so many calls are refused alike when the call is wrong. */
const levels = 3;
/** So few rows may be refused alike, one by one, and yet each be to blame. */
const fewRows = 30;

/**
 * Tells a wrong call from wrong rows: all is refused alike, call after call and at last row by row, with nothing done in
 * between. Dataverse's words are compared too, so that rows that each name themselves are not alike.
 */
export class Suspicion {
  private last: string | undefined;
  private calls = 0;
  private rows = 0;

  done(): void {
    this.last = undefined;
  }

  /** One more call was refused as a whole. */
  refused(error: DataverseError): void {
    this.add(error, 0);
  }

  /** Each row of one more call was refused by itself. */
  refusedEach([first, ...others]: readonly DataverseError[]): void {
    const areAlike = first && others.every((error) => fingerprintOf(error) === fingerprintOf(first));
    if (areAlike) this.add(first, others.length + 1);
    else this.done();
  }

  private add(error: DataverseError, rows: number): void {
    const fingerprint = fingerprintOf(error);
    if (fingerprint !== this.last) this.calls = this.rows = 0;
    this.last = fingerprint;
    this.calls += 1;
    this.rows += rows;
  }

  get isCallWrong(): boolean {
    return this.last !== undefined && this.calls >= levels && this.rows >= fewRows;
  }
}

const fingerprintOf = ({ status, dataverseCode, words }: DataverseError): string =>
  [status, dataverseCode, words].join(' ');
