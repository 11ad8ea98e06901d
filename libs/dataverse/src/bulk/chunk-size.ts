import { mostOperations } from '../web-api/batch/batch-operation.js';

/** What a bulk call should come to. */
export interface ChunkLimits {
  /** How long Dataverse should be at one call, in milliseconds. Default 2,000. */
  targetMs?: number | undefined;
  /** Rows of the first calls. Default: what takes the target by what is expected; 100 while nothing is known. */
  firstRows?: number | undefined;
  /** What calls are expected to cost, such as was measured: docs/dataverse-costs.md. */
  expected?: ExpectedCost | undefined;
  /** Default 1,000, which is also the most: a batch holds no more. */
  mostRows?: number | undefined;
  /** Bytes of JSON, by a row or so. Default 8 MiB; plug-ins get no message above 116.85 MB. */
  mostBytes?: number | undefined;
}

/** What a call takes whatever is in it, and for each row besides, in milliseconds. */
export interface ExpectedCost {
  requestMs: number;
  operationMs: number;
}

/**
 * Steers by duration, not by the number of rows: long calls hit timeouts and make the budget's estimates coarse, short ones pay for
 * more requests than they need. Each answer moves the number half of the way to what would have taken the target.
 */
export class ChunkSize {
  readonly mostBytes: number;
  private readonly targetMs: number;
  private readonly mostRows: number;
  private aim: number;

  constructor(
    { targetMs = 2_000, expected, mostRows = 1_000, mostBytes = 8 * 2 ** 20, ...limits }: ChunkLimits,
    /** What a 429 for execution time has left of every call's size: 1 at most. */
    private readonly scale: () => number = () => 1,
  ) {
    const { firstRows = expected ? rowsWithin(targetMs, expected) : 100 } = limits;
    for (const [name, value] of Object.entries({ targetMs, firstRows, mostRows, mostBytes }))
      if (!(value > 0)) throw new RangeError(`${name} is a number above 0.`);
    if (mostRows > mostOperations)
      throw new RangeError('mostRows is 1,000 at most, as a batch holds no more.');
    this.targetMs = targetMs;
    this.mostRows = Math.floor(mostRows);
    this.mostBytes = mostBytes;
    this.aim = Math.min(firstRows, this.mostRows);
  }

  get rows(): number {
    return Math.max(1, Math.min(this.mostRows, Math.floor(this.aim * this.scale())));
  }

  /** A call with so many rows took so long. A small remainder says little, and moves it little. */
  learn(rows: number, tookMs: number): void {
    const ideal = (rows * this.targetMs) / Math.max(tookMs, 1);
    const within = Math.min(Math.max(ideal, this.aim / 4), this.aim * 4);
    const weight = 0.5 * Math.min(1, rows / this.aim);
    this.aim = Math.min(this.mostRows, Math.max(1, this.aim + (within - this.aim) * weight));
  }

  /** A call with so many rows was too much: it took too long, or it was too large. */
  tooMuch(rows: number): void {
    this.aim = Math.max(1, Math.min(this.aim, rows / 2));
  }
}

/** A row at least, though it may take longer. */
const rowsWithin = (targetMs: number, { requestMs, operationMs }: ExpectedCost): number =>
  Math.max(1, (targetMs - requestMs) / operationMs);
