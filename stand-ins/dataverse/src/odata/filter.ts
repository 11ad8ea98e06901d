import { propertyOf, type Column } from '../schema/column.js';
import type { Table } from '../schema/table.js';
import { invalidQuery, unknownColumn } from '../errors.js';
import { missing } from '../not-implemented.js';
import { takeLiteral, type Literal } from './literal.js';
import { Scanner } from './scanner.js';

/** A $filter, read and bound to the table's columns. More kinds come here when the grammar grows. */
export type Filter =
  { kind: 'and'; left: Filter; right: Filter } | { kind: 'equal'; column: Column; literal: Literal };

const BLANKS = /[ \t]*/y;
const NAME = /[A-Za-z_][\w.]*/y;
const UNSUPPORTED_OPERATORS = ['ne', 'gt', 'ge', 'lt', 'le', 'in', 'has', 'add', 'sub', 'mul', 'div', 'mod'];

/** @throws DataverseError for what is no filter, for unknown columns, and 501 for the grammar beyond eq and and */
export function parseFilter(text: string, table: Table): Filter {
  const parser = new FilterParser(new Scanner(text), table);
  return parser.parse();
}

class FilterParser {
  constructor(
    private readonly scanner: Scanner,
    private readonly table: Table,
  ) {}

  parse(): Filter {
    const filter = this.conjunction();
    if (!this.scanner.atEnd) throw this.syntaxError();
    return filter;
  }

  private conjunction(): Filter {
    let filter = this.term();
    for (let word = this.word(); word !== undefined; word = this.word()) {
      if (word === 'or') throw missing('filterBeyondEqAnd', 'or');
      if (word !== 'and') throw this.syntaxError();
      filter = { kind: 'and', left: filter, right: this.term() };
    }
    return filter;
  }

  private term(): Filter {
    this.scanner.take(BLANKS);
    if (!this.scanner.takeText('(')) return this.comparison();
    const inner = this.conjunction();
    if (!this.scanner.takeText(')')) throw this.syntaxError();
    this.scanner.take(BLANKS);
    return inner;
  }

  private comparison(): Filter {
    const name = this.word();
    if (!name) throw this.syntaxError();
    if (name === 'not' || /^[(/]/.test(this.scanner.rest)) throw missing('filterBeyondEqAnd', name);
    const column = this.table.columnsByProperty.get(name);
    if (!column) throw unknownColumn(this.table, name);
    const operator = this.word();
    if (UNSUPPORTED_OPERATORS.includes(operator ?? '')) throw missing('filterBeyondEqAnd', operator);
    if (operator !== 'eq') throw this.syntaxError();
    const literal = takeLiteral(this.scanner);
    if (!literal) throw this.noLiteral();
    this.scanner.take(BLANKS);
    return { kind: 'equal', column, literal: checked(column, literal) };
  }

  private noLiteral() {
    const word = this.word();
    const isColumn = word !== undefined && this.table.columnsByProperty.has(word);
    if (isColumn || this.scanner.rest.startsWith('(')) return missing('filterBeyondEqAnd', word);
    return this.syntaxError();
  }

  private word(): string | undefined {
    this.scanner.take(BLANKS);
    const word = this.scanner.take(NAME);
    this.scanner.take(BLANKS);
    return word;
  }

  private syntaxError() {
    return invalidQuery(`Syntax error at position ${this.scanner.position} in '${this.scanner.text}'.`);
  }
}

const FITTING: Record<Column['type'], readonly Literal['kind'][]> = {
  string: ['string'],
  memo: ['string'],
  choice: ['number'],
  integer: ['number'],
  bigint: ['number'],
  double: ['number'],
  decimal: ['number'],
  boolean: ['boolean'],
  date: ['date', 'datetime'],
  datetime: ['datetime', 'date'],
  uniqueidentifier: ['guid'],
  lookup: ['guid'],
};

function checked(column: Column, literal: Literal): Literal {
  if (literal.kind === 'null' || FITTING[column.type].includes(literal.kind)) return literal;
  throw invalidQuery(
    `A binary operator with incompatible types was detected. Found operand types '${column.type}' (${propertyOf(column)}) and '${literal.kind}' for operator kind 'Equal'.`,
  );
}
