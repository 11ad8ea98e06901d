import { withRoom } from './with-room.js';

/** Characters of a text for which a loop is quicker than a call out of JavaScript. */
const fewCharacters = 40;
/** A character of a string is three bytes at most, since those of four are two characters. */
const bytesACharacter = 3;
/** ASCII that stands in JSON as it is. */
const plain = /^[ !#-[\]-~]*$/;
const code = (character: string): number => character.charCodeAt(0);
const [quote, backslash, space, tilde] = [code('"'), code('\\'), code(' '), code('~')];
const [openBrace, closeBrace] = [code('{'), code('}')];

/**
 * A JSON object that is written member by member, as `JSON.stringify` would, into memory that is used again: what is made of many rows a second
 * is no work of the garbage collector's. Text is copied as long as it is plain; the rest is left to `JSON.stringify`.
 */
export class JsonBytes {
  private memory: Buffer = Buffer.allocUnsafeSlow(1024);
  private end = 0;
  /** `,"name":` of each that was written, since they come again and again. */
  private readonly names = new Map<string, Buffer>();

  get length(): number {
    return this.end;
  }

  /** Begins a new object, over the one before. */
  open(): void {
    this.memory[0] = openBrace;
    this.end = 1;
  }

  /** Adds a member, unless its value is none in JSON, such as a function. */
  member(name: string, value: unknown): void {
    if (typeof value === 'string') {
      this.name(name);
      this.text(value);
      return;
    }
    const json = JSON.stringify(value) as string | undefined;
    if (json === undefined) return;
    this.name(name);
    this.add(json);
  }

  close(): void {
    this.makeRoom(1);
    this.memory[this.end++] = closeBrace;
  }

  copyTo(target: Buffer, at: number): void {
    this.memory.copy(target, at, 0, this.end);
  }

  private name(name: string): void {
    let bytes = this.names.get(name);
    if (!bytes) this.names.set(name, (bytes = Buffer.from(`,${JSON.stringify(name)}:`)));
    this.makeRoom(bytes.length);
    const { memory } = this;
    let at = this.end;
    // There is no comma before the first.
    for (let i = at === 1 ? 1 : 0; i < bytes.length; i += 1) memory[at++] = bytes[i] as number;
    this.end = at;
  }

  private text(text: string): void {
    const isWritten = text.length > fewCharacters ? this.copied(text) : this.copiedOneByOne(text);
    if (!isWritten) this.add(JSON.stringify(text));
  }

  private copied(text: string): boolean {
    if (!plain.test(text)) return false;
    this.makeRoom(text.length + 2);
    this.memory[this.end++] = quote;
    this.end += this.memory.write(text, this.end, 'latin1');
    this.memory[this.end++] = quote;
    return true;
  }

  private copiedOneByOne(text: string): boolean {
    this.makeRoom(text.length + 2);
    const { memory } = this;
    let at = this.end;
    memory[at++] = quote;
    for (let i = 0; i < text.length; i += 1) {
      const character = text.charCodeAt(i);
      if (character < space || character > tilde || character === quote || character === backslash)
        return false;
      memory[at++] = character;
    }
    memory[at++] = quote;
    this.end = at;
    return true;
  }

  private add(json: string): void {
    this.makeRoom(json.length * bytesACharacter);
    this.end += this.memory.write(json, this.end);
  }

  private makeRoom(length: number): void {
    this.memory = withRoom(this.memory, this.end, length);
  }
}
