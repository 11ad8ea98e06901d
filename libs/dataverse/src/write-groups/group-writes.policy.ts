import type { ClientPolicy } from '#lib/http';
import { groupWritesLimits } from './group-writes.options.js';
import { WriteGroups, type WriteGroupsOptions } from './write-groups.js';

/**
 * Writes that come while others are on their way share requests: alone when there is room, several as one `$batch` when there is
 * none. Each has its own answer. It stands inside the retry policy, so that each attempt of a write joins a group anew and a
 * refusal costs no other write an attempt; and inside the total timeout, which tells a caller that leaves.
 *
 * @throws RangeError for limits with which nothing could be sent
 */
export function groupWritesPolicy(options: WriteGroupsOptions): ClientPolicy {
  const groups = new WriteGroups(options, groupWritesLimits(options));
  return {
    name: 'group-writes',
    send: (request, next) => (groups.mayJoin(request) ? groups.join(request, next) : next(request)),
  };
}
