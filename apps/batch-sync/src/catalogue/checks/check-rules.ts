import type { ColumnTypes } from '../column-types.js';
import type { Rule } from '../rule.js';
import { expressionMistakes } from '../sql/expression-mistakes.js';
import { at, type Finding, under, when } from './finding.js';

/** The codes of what is wrong with rows of any integration. */
const GENERAL_REASONS = ['R0', 'R1', 'R2'];

/** A source's own reasons to refuse rows. Whether the integrations that they refer to exist is looked at elsewhere. */
export const checkRules = (rules: readonly Rule[], columns: ColumnTypes): Finding[] =>
  rules.flatMap((rule, place) => under(['rules', place], checkRule(rule, columns)));

function checkRule(
  { reason, required = [], number, reference, unless }: Rule,
  columns: ColumnTypes,
): Finding[] {
  const missing = (name: string, path: readonly PropertyKey[]) =>
    when(!columns.has(name), path, `there is no column ${name}`);
  return [
    ...when(
      GENERAL_REASONS.includes(reason),
      ['reason'],
      `${reason} is a reason of every integration already`,
    ),
    ...required.flatMap((name, place) => missing(name, ['required', place])),
    ...(number ? [...missing(number.column, ['number', 'column']), ...checkNumber(number, columns)] : []),
    ...(reference ? missing(reference.column, ['reference', 'column']) : []),
    ...(unless === undefined
      ? []
      : at(
          ['unless'],
          expressionMistakes(unless, (name) => columns.has(name)),
        )),
  ];
}

function checkNumber({ column, min, max }: NonNullable<Rule['number']>, columns: ColumnTypes): Finding[] {
  const type = columns.get(column);
  return [
    ...when(
      type !== undefined && type !== 'number',
      ['number', 'column'],
      `${column} is a ${type}; give it the type number`,
    ),
    ...when(min !== undefined && max !== undefined && min > max, ['number', 'min'], 'min is more than max'),
  ];
}
