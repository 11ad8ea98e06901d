import { methodNotImplemented, recursionTooDeep, tooManyConditions, unknownFunction } from '../../errors.js';
import { missing } from '../../not-implemented.js';
import type { ParameterAliases } from '../parameter-aliases.js';
import { Scanner } from '../scanner.js';
import { syntaxError } from '../syntax-error.js';
import type { ComparisonOperator, Expression, Operand, Path, StringFunction } from './expression.js';
import { takeOperand } from './operand.js';
import { takeParameters } from './parameters.js';

/** webapi/query/filter-rows, "Condition limits". */
const MOST_CONDITIONS = 500;
/** The service has such a limit, no page says which. */
const DEEPEST = 200;

const QUERY_FUNCTION = /Microsoft\.Dynamics\.CRM\.\w+(?=\s*\()/y;
const LAMBDA = /[A-Za-z_]\w*(?:\/[A-Za-z_]\w*)*\/(?:any|all)(?=\s*\()/y;
const FUNCTION = /[A-Za-z_][\w.]*(?=\s*\()/y;
const OR = /\s*or(?=[\s(])/y;
const AND = /\s*and(?=[\s(])/y;
const NOT = /not(?=[\s(])/y;
const COMPARISON = /(?:eq|ne|gt|ge|lt|le)(?![\w./])/y;
const OTHER_OPERATOR = /(?:in|has|add|sub|mul|div|mod)(?![\w./])/y;
const VARIABLE = /[A-Za-z_]\w*/y;

const STRING_FUNCTIONS: ReadonlySet<string> = new Set(['contains', 'startswith', 'endswith']);
/** OData's own, of which the service's documentation names three: OData URL conventions 5.1.1.4. */
const ODATA_FUNCTIONS: ReadonlySet<string> = new Set(
  `length indexof substring tolower toupper trim concat year month day hour minute second fractionalseconds date time
   totaloffsetminutes now maxdatetime mindatetime round floor ceiling cast isof geo.distance geo.length geo.intersects`.split(
    /\s+/,
  ),
);

/**
 * Reads a `$filter` by descent, from the operator that binds least: `or`, `and`, `not`, and what stands in parentheses.
 *
 * @throws DataverseError 400 for what is no filter, 501 for OData that the stand-in lacks
 */
export function parseFilter(text: string, aliases: ParameterAliases | 'none'): Expression {
  return new FilterParser(new Scanner(text), aliases).parse();
}

class FilterParser {
  private conditions = 0;
  private depth = 0;

  constructor(
    private readonly scanner: Scanner,
    private readonly aliases: ParameterAliases | 'none',
  ) {}

  parse(): Expression {
    const expression = this.disjunction();
    if (!this.scanner.atEnd) throw syntaxError(this.scanner);
    return expression;
  }

  private disjunction = (): Expression => this.joined('or', OR, this.conjunction);

  private conjunction = (): Expression => this.joined('and', AND, this.negation);

  /** A list, not a chain: five hundred conditions are no deeper than two. */
  private joined(kind: 'and' | 'or', word: RegExp, next: () => Expression): Expression {
    const first = next();
    const parts = [first];
    while (this.scanner.take(word)) parts.push(next());
    return parts.length === 1 ? first : { kind, parts };
  }

  private negation = (): Expression => {
    this.scanner.takeBlanks();
    if (!this.scanner.take(NOT)) return this.term();
    return this.deeper(() => ({ kind: 'not', part: this.negated() }));
  };

  /** `not` binds more closely than `eq`: what follows is a condition in itself, or a property. */
  private negated(): Expression {
    this.scanner.takeBlanks();
    if (this.scanner.take(NOT)) return this.deeper(() => ({ kind: 'not', part: this.negated() }));
    return this.unit() ?? this.property(this.operand());
  }

  private term(): Expression {
    return this.unit() ?? this.comparison();
  }

  /** What is a condition without an operator. */
  private unit(): Expression | undefined {
    const unit = this.group() ?? this.lambda() ?? this.queryFunction() ?? this.stringFunction();
    this.scanner.takeBlanks();
    return unit;
  }

  private group(): Expression | undefined {
    if (!this.scanner.takeToken('(')) return undefined;
    const expression = this.deeper(this.disjunction);
    this.expect(')');
    return expression;
  }

  private lambda(): Expression | undefined {
    const text = this.scanner.take(LAMBDA);
    if (text === undefined) return undefined;
    const collection: Path = text.split('/');
    const quantifier = collection.at(-1) === 'all' ? 'all' : 'any';
    this.expect('(');
    if (quantifier === 'any' && this.scanner.takeToken(')'))
      return { kind: 'lambda', quantifier, collection: collection.slice(0, -1), body: undefined };
    const variable = this.scanner.take(VARIABLE);
    if (!variable || !this.scanner.takeToken(':')) throw syntaxError(this.scanner);
    const condition = this.deeper(this.disjunction);
    this.expect(')');
    return { kind: 'lambda', quantifier, collection: collection.slice(0, -1), body: { variable, condition } };
  }

  private queryFunction(): Expression | undefined {
    const name = this.scanner.take(QUERY_FUNCTION);
    if (name === undefined) return undefined;
    this.count();
    this.expect('(');
    const parameters = takeParameters(this.scanner, this.aliases);
    this.expect(')');
    return { kind: 'queryFunction', name: name.slice(name.lastIndexOf('.') + 1), parameters };
  }

  private stringFunction(): Expression | undefined {
    const name = this.scanner.take(FUNCTION);
    if (name === undefined) return undefined;
    this.count();
    if (ODATA_FUNCTIONS.has(name)) throw missing('filterForms', name);
    if (!STRING_FUNCTIONS.has(name)) throw unknownFunction(name);
    this.expect('(');
    const subject = this.operand();
    this.expect(',');
    const text = this.operand();
    this.expect(')');
    return { kind: 'string', name: name as StringFunction, subject, text };
  }

  private comparison(): Expression {
    this.count();
    const left = this.operand();
    const operator = this.scanner.take(COMPARISON) as ComparisonOperator | undefined;
    if (operator) return { kind: 'comparison', operator, left, right: this.operand() };
    const other = this.scanner.take(OTHER_OPERATOR);
    if (other === 'in') throw methodNotImplemented();
    if (other) throw missing('filterForms', other);
    return this.property(left);
  }

  private property(operand: Operand): Expression {
    if (operand.kind !== 'path') throw syntaxError(this.scanner);
    return { kind: 'property', path: operand.path };
  }

  private operand(): Operand {
    this.scanner.takeBlanks();
    const operand = takeOperand(this.scanner, this.aliases);
    this.scanner.takeBlanks();
    if (operand) return operand;
    if (this.scanner.take(FUNCTION)) throw missing('filterForms', this.scanner.text);
    throw syntaxError(this.scanner);
  }

  private expect(text: string): void {
    if (!this.scanner.takeToken(text)) throw syntaxError(this.scanner);
  }

  private count(): void {
    this.conditions += 1;
    if (this.conditions > MOST_CONDITIONS) throw tooManyConditions();
  }

  private deeper(read: () => Expression): Expression {
    this.depth += 1;
    if (this.depth > DEEPEST) throw recursionTooDeep();
    const expression = read();
    this.depth -= 1;
    return expression;
  }
}
