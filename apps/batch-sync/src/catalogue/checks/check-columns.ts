import type { SourceColumn } from '../column.js';
import type { Integration } from '../integration.js';
import { expressionMistakes } from '../sql/expression-mistakes.js';
import { at, type Finding, under, when } from './finding.js';
import { formatMistake, zoneMistake } from './check-format.js';
import { whyReserved } from './reserved-name.js';

/** Columns of the source, those that are computed of them, and the key. */
export function checkColumns(integration: Integration): Finding[] {
  const { columns, computed, key } = integration;
  const names = new Set([...Object.keys(columns), ...Object.keys(computed)]);
  return [
    ...Object.entries(columns).flatMap(([name, column]) =>
      under(['columns', name], [...checkName(name), ...checkColumn(column)]),
    ),
    ...checkComputed(integration),
    ...key.flatMap((name, place) => when(!names.has(name), ['key', place], `there is no column ${name}`)),
    ...key.flatMap((name, place) =>
      when(key.indexOf(name) < place, ['key', place], `${name} is in the key already`),
    ),
  ];
}

const checkName = (name: string): Finding[] =>
  at(
    [],
    [whyReserved(name)].filter((why) => why !== undefined),
  );

function checkColumn({ type, format, zone, pattern }: SourceColumn): Finding[] {
  const isMoment = type === 'date' || type === 'datetime';
  return [
    ...when(format !== undefined && !isMoment, ['format'], `a ${type} has no format`),
    ...when(zone !== undefined && type !== 'datetime', ['zone'], `a ${type} has no time zone`),
    ...(isMoment ? (format ?? []).flatMap((each) => at(['format'], formatMistake(each, type))) : []),
    ...(zone === undefined ? [] : at(['zone'], zoneMistake(zone))),
    ...(pattern === undefined ? [] : at(['pattern'], patternMistake(pattern))),
  ];
}

function patternMistake(pattern: string): string | undefined {
  try {
    new RegExp(pattern, 'u');
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Each may name the columns of the source and the computed ones above it. */
function checkComputed({ columns, computed, source }: Integration): Finding[] {
  const known = new Set([...Object.keys(columns), ...(source.otherColumns === 'kept' ? ['others'] : [])]);
  return Object.entries(computed).flatMap(([name, { sql }]) => {
    const findings = under(
      ['computed', name],
      [
        ...checkName(name),
        ...when(Object.hasOwn(columns, name), [], `${name} is a column of the source already`),
        ...at(
          ['sql'],
          expressionMistakes(sql, (each) => known.has(each)),
        ),
      ],
    );
    known.add(name);
    return findings;
  });
}
