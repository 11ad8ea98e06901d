import type { Token } from 'stream-json/core/parser.js';
import { DEEPEST_VALUE, LONGEST_ROW, VALUE_COSTS } from '../limits.js';
import { WrittenNumber, type Value } from './values.js';

/** What is open around the next token. */
interface Frame {
  is: 'around' | 'rows' | 'row';
  /** The name of the member that comes next, in an object. */
  name: string;
  holds: Map<string, Value> | Value[];
}

/**
 * Takes the tokens of a document one by one, and gives a row when it is complete: each element of the array at `path`, which is the
 * document itself unless it says more. What lies around that array is passed over; nothing but the row in work is kept.
 */
export class JsonRowTokens {
  private readonly frames: Frame[] = [];
  private text = '';
  private length = 0;
  private begun = false;
  foundRows = false;

  constructor(private readonly path: readonly string[]) {}

  /** Whether the document is there to its end. */
  get isComplete(): boolean {
    return this.begun && this.frames.length === 0;
  }

  /** What the row in work has too much of, if anything. */
  get excess(): 'length' | 'depth' | undefined {
    if (this.length > LONGEST_ROW) return 'length';
    return this.frames.length > DEEPEST_VALUE ? 'depth' : undefined;
  }

  /** @returns the row that this token completes */
  take(token: Token): Value | undefined {
    this.begun = true;
    this.length += VALUE_COSTS;
    switch (token.name) {
      case 'startKey':
      case 'startString':
      case 'startNumber':
        this.text = '';
        return undefined;
      case 'stringChunk':
      case 'numberChunk':
        this.length += token.value.length;
        this.text += token.value;
        return undefined;
      case 'endKey':
        if (this.top) this.top.name = this.text;
        return undefined;
      case 'endString':
        return this.complete(this.text);
      case 'endNumber':
        return this.complete(new WrittenNumber(this.text));
      case 'trueValue':
      case 'falseValue':
      case 'nullValue':
        return this.complete(token.value);
      case 'startObject':
        this.open(new Map());
        return undefined;
      case 'startArray':
        this.open([]);
        return undefined;
      case 'endObject':
      case 'endArray':
        return this.close();
      default:
        return undefined;
    }
  }

  private get top(): Frame | undefined {
    return this.frames.at(-1);
  }

  private open(holds: Frame['holds']): void {
    this.frames.push({ is: this.kindOf(holds), name: '', holds });
  }

  private kindOf(holds: Frame['holds']): Frame['is'] {
    if (this.top && this.top.is !== 'around') return 'row';
    const isRows = Array.isArray(holds) && this.isPath();
    this.foundRows ||= isRows;
    return isRows ? 'rows' : 'around';
  }

  private isPath(): boolean {
    const { frames, path } = this;
    return (
      frames.length === path.length &&
      frames.every(({ name, holds }, at) => holds instanceof Map && name === path[at])
    );
  }

  private close(): Value | undefined {
    const closed = this.frames.pop();
    return closed?.is === 'row' ? this.complete(closed.holds) : this.passedOver();
  }

  private complete(value: Value): Value | undefined {
    const { top } = this;
    if (!top || top.is === 'around') return this.passedOver();
    if (top.is === 'rows') {
      this.length = 0;
      return value;
    }
    if (top.holds instanceof Map) top.holds.set(top.name, value);
    else top.holds.push(value);
    return undefined;
  }

  private passedOver(): undefined {
    this.length = 0;
  }
}
