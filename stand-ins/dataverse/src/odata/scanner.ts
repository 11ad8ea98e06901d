/** Walks over a text from left to right: the beginning of every OData grammar here. */
export class Scanner {
  position = 0;

  constructor(readonly text: string) {}

  get atEnd(): boolean {
    return this.position >= this.text.length;
  }

  /** Takes what the pattern (sticky) matches right here. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.position += found.length;
    return found;
  }

  takeText(text: string): boolean {
    if (!this.text.startsWith(text, this.position)) return false;
    this.position += text.length;
    return true;
  }

  /** Takes a text with the blanks around it. */
  takeToken(text: string): boolean {
    const before = this.position;
    this.take(BLANKS);
    if (!this.takeText(text)) {
      this.position = before;
      return false;
    }
    this.take(BLANKS);
    return true;
  }

  takeBlanks(): void {
    this.take(BLANKS);
  }

  get rest(): string {
    return this.text.slice(this.position);
  }
}

const BLANKS = /\s*/y;
