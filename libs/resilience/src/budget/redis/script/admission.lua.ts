/** `admission.ts`: whether the next one may go. */
export const admission = /* lua */ `
local admission = {}
local patience_ms = settings.windowMs / 600

local function refill_lane(lane)
  local above = { requests = 0, executionMs = 0 }
  local is_paced = false
  for _, each in ipairs(lanes_above(lane)) do
    if settings.reserves[each] > 0 or rates.was_heard_since(each, now - settings.windowMs) then
      local rate = rates.of(each)
      above.requests = above.requests + rate.requests
      above.executionMs = above.executionMs + rate.executionMs
      is_paced = true
    end
  end
  if not is_paced then return pace.rest(lane) end
  local limits = lane_limits.of(lane)
  local limit = { requests = math.max(limits.requests, 1), executionMs = math.max(limits.executionMs, 1) }
  pace.refill(lane, limit, above)
end

function admission.refill()
  for _, lane in ipairs(lanes) do refill_lane(lane) end
end

local function want_of_room(requests, executionMs, limits)
  local over_requests = state.total.requests + flight.count() + requests - limits.requests
  local over_ms = state.total.executionMs + flight.set_aside_ms() + executionMs - limits.executionMs
  if over_requests <= 0 and over_ms <= 1e-6 then return nil end
  local freedAt = window.when_freed(over_requests, over_ms)
  local hindrance = over_requests > 0 and 'requests' or 'executionTime'
  return { ms = freedAt and freedAt - now or patience_ms, hindrance = hindrance }
end

local function want_of_place(requests, limits)
  local after = flight.count() + requests
  if after > limits.concurrency then return { ms = patience_ms, hindrance = 'concurrency' } end
  local limit = settings.environmentConcurrency
  if limit and after + others_in_flight > limit then
    return { ms = patience_ms, hindrance = 'environment' }
  end
  return nil
end

local function want_of_tokens(head, before)
  local requests, executionMs = 1, 0
  for _, other in ipairs(before) do
    if other.lane == head.lane then
      requests = requests + 1
      executionMs = executionMs + other.estimatedMs
    end
  end
  local ms = pace.wait_for(head.lane, requests, executionMs + head.estimatedMs)
  return ms > 0 and { ms = math.min(ms, patience_ms * 10), hindrance = 'pace' } or nil
end

-- Why this one cannot go now, and when that may change by itself.
function admission.hindrance(head)
  local block = reactions.block()
  if block then return { ms = block.forMs, hindrance = 'block' } end
  local is_overdue = line.is_overdue(head.lane)
  local limits = lane_limits.of(is_overdue and 'interactive' or head.lane)
  local before = line.before(head)
  local requests = #before + 1
  local executionMs = sum_of(before, 'estimatedMs') + math.min(head.estimatedMs, limits.executionMs)
  return want_of_room(requests, executionMs, limits)
    or want_of_place(requests, limits)
    or (not is_overdue and want_of_tokens(head, before) or nil)
end
`;
