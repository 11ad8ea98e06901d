export { ApiProblems } from './api-problems.decorator.js';
export { ProblemError, type FieldProblem, type ProblemOptions } from './problem.error.js';
export { answerProblem, PROBLEM_TYPE, ProblemFilter } from './problem.filter.js';
export { PROBLEMS, problemCodeFor, type ProblemCode } from './problems.js';
export { problemValidationPipe } from './validation.pipe.js';
