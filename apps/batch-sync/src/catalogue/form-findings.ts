import type { z } from 'zod';
import type { Finding } from './checks/finding.js';
import { SUGGESTION } from './form-words.js';

type Issue = z.core.$ZodIssue;

/** What is wrong with the form of an integration, place by place. The words are those of `formWords`, with which it was read. */
export const formFindings = ({ issues }: z.ZodError): Finding[] =>
  issues.flatMap((issue) => findingsOf(issue, []));

function findingsOf(issue: Issue, around: readonly PropertyKey[]): Finding[] {
  const path = [...around, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors.length > 0) return inUnion(issue.errors, path);
  if (issue.code === 'invalid_key') return issue.issues.flatMap((each) => findingsOf(each, path));
  if (issue.code !== 'unrecognized_keys') return [{ path, says: issue.message }];
  const lines = issue.message.split('\n');
  return issue.keys.map((key, place) => ({ path: [...path, key], says: lines[place] ?? issue.message }));
}

/** Of several forms: that which the author most likely meant, or of which kinds a value may be when it is of none. */
function inUnion(forms: readonly (readonly Issue[])[], path: readonly PropertyKey[]): Finding[] {
  const meant = forms.filter((issues) => !issues.some(isOfOtherKind));
  if (meant.length > 0) return nearest(meant).flatMap((each) => findingsOf(each, path));
  const kinds = new Set(forms.flat().map(({ message }) => message));
  return [{ path, says: [...kinds].join(' or ').replaceAll(' or must be ', ' or ') }];
}

const isOfOtherKind = ({ code, path }: Issue): boolean => code === 'invalid_type' && path.length === 0;

/** The one with the fewest mistakes; of several, one that has a name near what was written. */
function nearest(forms: readonly (readonly Issue[])[]): readonly Issue[] {
  const suggests = (issues: readonly Issue[]) => issues.some(({ message }) => message.includes(SUGGESTION));
  const weight = (issues: readonly Issue[]) => issues.length - (suggests(issues) ? 0.5 : 0);
  return [...forms].sort((one, other) => weight(one) - weight(other))[0] ?? [];
}
