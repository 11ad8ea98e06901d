import type { TargetMemory } from './target-memory.js';

const opening = '{"Targets":[';
const closing = ']}';
const comma = ','.charCodeAt(0);
/** A character of a string is three bytes at most, since those of four are two characters. */
const bytesACharacter = 3;

/**
 * The rows of a chunk as they go in a bulk message, written when they are planned. They lie outside of the heap, so nothing of them is
 * moved about while they wait for their answer, and what is sent is these bytes.
 */
export class TargetList {
  private bytes: Buffer;
  private end: number;
  private count = 0;

  constructor(private readonly memory: TargetMemory) {
    this.bytes = memory.take();
    this.end = this.bytes.write(opening);
  }

  /** In bytes, as it is now. */
  get length(): number {
    return this.end;
  }

  /** Adds a row: its values as a JSON object, behind the beginning of one that says which row it is, where there is such. */
  add(head: string | undefined, values: string): Target {
    this.makeRoom(((head?.length ?? 0) + values.length) * bytesACharacter + 1 + closing.length);
    if (this.count > 0) this.bytes[this.end++] = comma;
    this.count += 1;
    const from = this.end;
    const valuesFrom = head === undefined ? this.write(values) : this.writeBehind(head, values);
    return new Target(this, from, valuesFrom, this.end);
  }

  /** Some of its rows, at least one, as the body of a message. */
  message(targets: readonly Target[]): Buffer {
    if (this.isWhole(targets)) return this.bytes.subarray(0, this.end + this.bytes.write(closing, this.end));
    const rest = targets.flatMap((target) => [Buffer.from(','), target.bytes]);
    return Buffer.concat([Buffer.from(opening), ...rest.slice(1), Buffer.from(closing)]);
  }

  /** They were done. When these are all, nothing of the list is needed any more. */
  done(targets: readonly Target[]): void {
    if (this.isWhole(targets)) this.memory.giveBack(this.bytes);
  }

  slice(from: number, to: number): Buffer {
    return this.bytes.subarray(from, to);
  }

  private isWhole(targets: readonly Target[]): boolean {
    return targets.length === this.count;
  }

  /** Answers with where the values begin: their brace has become the comma, or is thought to be there. */
  private writeBehind(head: string, values: string): number {
    this.write(head);
    if (values === '{}') return this.write('}') - 1;
    const valuesFrom = this.write(values);
    this.bytes[valuesFrom] = comma;
    return valuesFrom;
  }

  private write(text: string): number {
    const at = this.end;
    this.end += this.bytes.write(text, at);
    return at;
  }

  private makeRoom(length: number): void {
    if (this.end + length <= this.bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.bytes.length * 2, this.end + length));
    this.bytes.copy(larger, 0, 0, this.end);
    this.bytes = larger;
  }
}

/** Where a row stands in a list. */
export class Target {
  constructor(
    readonly list: TargetList,
    private readonly from: number,
    private readonly valuesFrom: number,
    private readonly to: number,
  ) {}

  /** As it stands there. */
  get bytes(): Buffer {
    return this.list.slice(this.from, this.to);
  }

  /** Its values alone, as a JSON object. */
  get values(): string {
    return `{${this.list.slice(this.valuesFrom + 1, this.to).toString()}`;
  }
}
