import type { z } from 'zod';
import type { Finding } from './checks/finding.js';

type Issue = z.core.$ZodIssue;

/** What is wrong with the form of an integration, in words. */
export const formFindings = ({ issues }: z.ZodError): Finding[] =>
  issues.flatMap((issue) => findingsOf(issue, []));

function findingsOf(issue: Issue, around: readonly PropertyKey[]): Finding[] {
  const path = [...around, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors.length > 0)
    return nearest(issue.errors).flatMap((each) => findingsOf(each, path));
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...path, key], says: 'is no word of the catalogue' }));
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined'))
    return [{ path, says: 'is missing' }];
  return [{ path, says: issue.message }];
}

/** Of several forms, that which the author most likely meant: of the same kind at all, and with the fewest mistakes. */
function nearest(forms: readonly (readonly Issue[])[]): readonly Issue[] {
  const foreign = (issues: readonly Issue[]) =>
    issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0);
  const weight = (issues: readonly Issue[]) => issues.length + (foreign(issues) ? 1_000 : 0);
  return [...forms].sort((one, other) => weight(one) - weight(other))[0] ?? [];
}
