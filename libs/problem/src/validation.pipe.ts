import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { ProblemError, type FieldProblem } from './problem.error.js';

/** Checks DTOs with class-validator: keys that the DTO does not know are refused, and each wrong field is pointed at. */
export const problemValidationPipe = (): ValidationPipe =>
  new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    stopAtFirstError: true,
    forbidUnknownValues: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => new ProblemError('validation-failed', { errors: fieldProblems(errors) }),
  });

/** Flattens class-validator's tree into JSON Pointers. */
export function fieldProblems(errors: readonly ValidationError[], parent = ''): FieldProblem[] {
  return errors.flatMap(({ property, constraints = {}, children = [] }) => {
    const pointer = `${parent}/${escapePointer(property)}`;
    return [
      ...Object.entries(constraints).map(([rule, words]) => ({
        pointer,
        detail: wordsFor(rule, words, property),
      })),
      ...fieldProblems(children, pointer),
    ];
  });
}

/** A key that we do not know was chosen by the caller, so its name may be anything: keep it out of the words. */
const wordsFor = (rule: string, words: string, property: string): string =>
  rule === 'whitelistValidation' ? 'is not a field that is known here' : words.replace(`${property} `, '');

const escapePointer = (key: string): string =>
  key.toWellFormed().slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1');
