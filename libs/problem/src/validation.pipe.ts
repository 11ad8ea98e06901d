import { ValidationPipe, type ArgumentMetadata, type ValidationError } from '@nestjs/common';
import { ProblemError, type FieldProblem } from './problem.error.js';

/** Checks DTOs with class-validator: keys that the DTO does not know are refused, and each wrong field is pointed at. */
export const problemValidationPipe = (): ValidationPipe =>
  new ProblemValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    stopAtFirstError: true,
    forbidUnknownValues: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => new ProblemError('validation-failed', { errors: fieldProblems(errors) }),
  });

/** Refuses first what class-transformer would pass over in silence or take for something else. */
class ProblemValidationPipe extends ValidationPipe {
  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'body') {
      if (!isObject(value)) throw refusalOf([{ pointer: '', detail: 'must be a JSON object' }]);
      const hidden = inheritedNames(value);
      if (hidden.length > 0) throw refusalOf(hidden.map((pointer) => ({ pointer, detail: UNKNOWN_FIELD })));
    }
    return super.transform(value, metadata) as Promise<unknown>;
  }
}

const UNKNOWN_FIELD = 'is not a field that is known here';

const refusalOf = (errors: readonly FieldProblem[]): ProblemError =>
  new ProblemError('validation-failed', { errors });

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Pointers of the keys that have the name of something every object has, such as `toString`: no DTO knows them. */
function inheritedNames(value: object, parent = ''): string[] {
  return Object.entries(value).flatMap(([key, member]: [string, unknown]) => {
    const pointer = `${parent}/${escapePointer(key)}`;
    if (key in Object.prototype) return [pointer];
    return isObject(member) ? inheritedNames(member, pointer) : [];
  });
}

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
  rule === 'whitelistValidation' ? UNKNOWN_FIELD : words.replace(`${property} `, '');

const escapePointer = (key: string): string =>
  key.toWellFormed().slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1');
