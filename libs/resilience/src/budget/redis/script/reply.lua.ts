import { replyNumbers } from '../ledger-reply.js';
import { lanesByRank } from '../../limits.js';

const format = `'>${'d'.repeat(replyNumbers.length + 2 * lanesByRank.length)}'`;

/** The reply, as `ledger-reply.ts` reads it: `BudgetLedger.view` is among its numbers. */
export const reply = /* lua */ `
local is_recovering = seldom_kept.recovery and seldom_done().is_recovering()
local requests_1, ms_1 = rate_of(1)
local requests_2, ms_2 = rate_of(2)
local requests_3, ms_3 = rate_of(3)
local numbers = struct.pack(
  ${format},
  at,
  wants_history and 1 or 0,
  is_recovering and 1 or 0,
  state.requests,
  state.executionMs,
  #permits / 4,
  flight_set_aside_ms(),
  held_requests,
  held_ms,
  call_scale,
  state.operations + state.operationsBefore,
  requests_1 * 1000, ms_1 * 1000,
  requests_2 * 1000, ms_2 * 1000,
  requests_3 * 1000, ms_3 * 1000
)
local seldom_replied = ''
if wait or block or called then
  seldom_replied = cjson.encode({ wait = wait, block = block, calls = called })
end
`;

export const send = /* lua */ `
if called then redis.call('PUBLISH', ARGV[4], called) end
return { numbers, seldom_replied, unpack(granted) }
`;
