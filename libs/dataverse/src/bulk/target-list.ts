import { mostOperations } from '../web-api/batch/batch-operation.js';
import { JsonText } from '../web-api/json-text.js';
import type { TargetDraft } from './target-draft.js';
import type { TargetMemory } from './target-memory.js';
import { withRoom } from './with-room.js';

const opening = '{"Targets":[';
const closing = ']}';
const comma = ','.charCodeAt(0);

/**
 * The rows of a chunk as they go in a bulk message, written when they are planned. They lie outside of the heap, so nothing of them is
 * moved about while they wait for their answer, and what is sent is these bytes.
 */
export class TargetList {
  private memory: Buffer;
  private end: number;
  private count = 0;
  /** Of each row: where it begins, and where its values do. */
  private readonly marks = new Uint32Array(2 * mostOperations);
  /** Whether each of its rows says which it is. */
  isMessage = true;

  constructor(private readonly lender: TargetMemory) {
    this.memory = lender.take();
    this.end = this.memory.write(opening);
  }

  /** How many they are now. */
  get bytes(): number {
    return this.end;
  }

  add({ json, valuesFrom, saysWhich }: TargetDraft): void {
    this.memory = withRoom(this.memory, this.end, json.length + 1 + closing.length);
    if (this.count > 0) this.memory[this.end++] = comma;
    json.copyTo(this.memory, this.end);
    this.marks[2 * this.count] = this.end;
    this.marks[2 * this.count + 1] = this.end + valuesFrom;
    this.count += 1;
    this.end += json.length;
    this.isMessage &&= saysWhich;
  }

  /** All of its rows, as the body of a message. */
  message(): Buffer {
    return this.memory.subarray(0, this.end + this.memory.write(closing, this.end));
  }

  /** The same of some of its rows, at least one. */
  partOf(positions: readonly number[]): Buffer {
    const rest = positions.flatMap((position) => [
      Buffer.from(','),
      this.slice(this.startOf(position), position),
    ]);
    return Buffer.concat([Buffer.from(opening), ...rest.slice(1), Buffer.from(closing)]);
  }

  /** The values of a row, as a JSON object of their own. */
  valuesAt(position: number): JsonText {
    const members = this.slice(this.marks[2 * position + 1] as number, position).toString();
    return new JsonText(`{${members.replace(/^,/, '')}`);
  }

  /** Nothing of the list is needed any more. */
  giveBack(): void {
    this.lender.giveBack(this.memory);
  }

  private startOf(position: number): number {
    return this.marks[2 * position] as number;
  }

  /** From there to the end of the row. */
  private slice(from: number, position: number): Buffer {
    const isLast = position === this.count - 1;
    return this.memory.subarray(from, isLast ? this.end : this.startOf(position + 1) - 1);
  }
}
