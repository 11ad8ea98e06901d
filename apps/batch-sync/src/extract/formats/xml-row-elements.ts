import { DEEPEST_VALUE, LONGEST_ROW, VALUE_COSTS } from '../limits.js';
import type { Value } from './values.js';

/** An element that is not closed yet. */
interface Element {
  name: string;
  text: string;
  members: Map<string, Value>;
}

/** More names than a person would read. */
const MOST_NAMES = 20;

/**
 * Takes what a parser meets one by one, and keeps the rows that are complete: elements of one name, with their columns as elements in
 * them. What lies around them is passed over; attributes say nothing.
 */
export class XmlRowElements {
  /** Names of elements around the rows: one of them may be what rows are called now. */
  readonly around = new Set<string>();
  foundRow = false;
  private readonly open: Element[] = [];
  private depth = 0;
  private length = 0;
  private completed: ReadonlyMap<string, Value>[] = [];

  constructor(private readonly row: string) {}

  /** What is too much, if anything. */
  get excess(): 'length' | 'depth' | undefined {
    if (this.length > LONGEST_ROW) return 'length';
    return this.depth > DEEPEST_VALUE ? 'depth' : undefined;
  }

  begin(name: string): void {
    this.depth += 1;
    const isRow = this.open.length === 0 && name === this.row;
    this.foundRow ||= isRow;
    if (isRow || this.open.length > 0) this.open.push({ name, text: '', members: new Map() });
    else if (this.around.size < MOST_NAMES) this.around.add(name);
    this.lengthen(name);
  }

  text(text: string): void {
    const element = this.open.at(-1);
    if (element) element.text += text;
    this.lengthen(text);
  }

  /** Also of what is not kept, for the parser keeps it until its element begins. */
  lengthen(by: string): void {
    this.length += by.length + VALUE_COSTS;
  }

  end(): void {
    this.depth -= 1;
    const element = this.open.pop();
    const parent = this.open.at(-1);
    if (element && parent) add(parent.members, element.name, valueOf(element));
    else if (element) this.completed.push(element.members);
    if (!parent) this.length = 0;
  }

  /** The rows that were completed since this was asked for last. */
  takeRows(): ReadonlyMap<string, Value>[] {
    const rows = this.completed;
    this.completed = [];
    return rows;
  }
}

const valueOf = ({ text, members }: Element): Value => (members.size > 0 ? members : text);

/** Elements of one name are a list. */
function add(members: Map<string, Value>, name: string, value: Value): void {
  const before = members.get(name);
  if (before === undefined) members.set(name, value);
  else members.set(name, Array.isArray(before) ? [...(before as Value[]), value] : [before, value]);
}
