import { admission, refill } from './admission.lua.js';
import { laneLimits, lowerPlaces } from './lane-limits.lua.js';
import { lostPermits } from './flight.lua.js';
import { memberHeard, membership, membersMissing } from './members.lua.js';
import { pace, paceWait } from './pace.lua.js';
import { hearOfService } from './reactions.lua.js';
import { recovery } from './recovery.lua.js';
import { seldom } from './seldom.js';
import { serve, turns } from './serve.lua.js';

const write = /* lua */ `
  function seldom_done.write(untold)
    state.operations = state.operations + (untold.operations or 0)
    for _, spend in ipairs(untold.spent) do
      window_add(now - spend.ageMs, spend.requests, spend.executionMs)
    end
    for _, permit in ipairs(untold.inFlight) do
      flight_add(permit.id, permit.lane, now - permit.ageMs, permit.estimatedMs)
    end
  end
`;

/** What a message seldom has to do with. */
export const seldomDone = seldom('seldom_done', [lostPermits, membership, recovery, write].join('\n'));

/** What is not in flight has been taken for lost, and is spent but for what it took longer. */
const settle = /* lua */ `
for each = 1, #settlements, 3 do
  local id, executionMs, operations = settlements[each], settlements[each + 1], settlements[each + 2]
  local was_sent = executionMs ~= cjson.null
  local lane, estimatedMs = flight_take(id)
  if not lane then
    window_add(now, 0, seldom_done().settle_lost(id, was_sent and executionMs or 0))
  elseif was_sent then
    took(lane, 0, executionMs - estimatedMs)
    window_add(now, 1, max(executionMs, 0))
    state.operations = state.operations + operations
  else
    took(lane, -1, -estimatedMs)
  end
end
`;

/** `BudgetLedger.exchange`: one message, and what is answered to it. */
export const exchange = /* lua */ `
if state.oldest > 0 and slot_expiry(state.oldest) <= now then slots().expire() end
for place = 3, #permits, 4 do
  if now - permits[place] >= settings.leaseMs then
    seldom_done().spend_lost()
    break
  end
end

local granted, wait, called = {}, nil, nil
local place_of_member = place_of(member, members)
local untold = seldom_told and seldom_told.untold
local wants_history = not place_of_member and not (untold and untold.isWhole)

if not wants_history then
  if untold then seldom_done().write(untold) end
  if not place_of_member then seldom_done().told(untold) end
  ${settle}
  ${hearOfService}
  for each = 2, #asks, 5 do rates[asks[each]].heardAt = now end
  ${memberHeard}
end

${membersMissing}

if not wants_history then
  ${laneLimits}
  ${pace}
  ${seldom('lower_lanes', [lowerPlaces, paceWait].join('\n'))}
  ${refill}
  ${admission}
  ${turns}
  ${serve}
end
`;
