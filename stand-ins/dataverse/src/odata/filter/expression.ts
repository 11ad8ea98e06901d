import type { Literal } from '../literal.js';

/** A `$filter` as it is written, before anybody asks which table it is for. */
export type Expression =
  | { kind: 'and' | 'or'; parts: readonly Expression[] }
  | { kind: 'not'; part: Expression }
  | Comparison
  | StringCondition
  | QueryFunction
  | Lambda
  /** A property alone, where a condition is expected. */
  | { kind: 'property'; path: Path };

export type ComparisonOperator = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';

export interface Comparison {
  kind: 'comparison';
  operator: ComparisonOperator;
  left: Operand;
  right: Operand;
}

export type StringFunction = 'contains' | 'startswith' | 'endswith';

export interface StringCondition {
  kind: 'string';
  name: StringFunction;
  subject: Operand;
  text: Operand;
}

/** A function of the service's own, such as `Microsoft.Dynamics.CRM.In(PropertyName='name',PropertyValues=["a"])`. */
export interface QueryFunction {
  kind: 'queryFunction';
  /** Without its namespace. */
  name: string;
  parameters: ReadonlyMap<string, Argument>;
}

export interface Lambda {
  kind: 'lambda';
  quantifier: 'any' | 'all';
  collection: Path;
  /** What each row is called, and what is said of it; nothing when any row will do. */
  body: { variable: string; condition: Expression } | undefined;
}

/** The names of a property and of the navigation properties that lead to it. */
export type Path = readonly string[];

export type Operand = { kind: 'path'; path: Path } | { kind: 'literal'; literal: Literal };

export type Argument = Literal | { kind: 'list'; values: readonly string[] };
