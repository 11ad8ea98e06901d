export { ProblemError, type FieldProblem, type ProblemOptions } from './problem.error.js';
export { ProblemFilter } from './problem.filter.js';
export { PROBLEMS, type ProblemCode } from './problems.js';
export { problemValidationPipe } from './validation.pipe.js';
