/** `budget-ledger.ts`: when a request goes from waiting to in flight, and what there is room for. */
export const budgetLedger = /* lua */ `
local patience_ms = settings.windowMs / 600
local least_concurrency_reserve = 0.08

local function lanes_above(lane)
  local above = {}
  for rank = 1, ranks[lane] - 1 do above[rank] = lanes[rank] end
  return above
end

-- One place is left for each process that may be cut off: so that none of them stands still.
local function places_of(lane)
  local limit = settings.limits.concurrency
  local for_cut_off = settings.processes > 1 and settings.processes or 0
  local whole = math.floor(math.min(limit * settings.margin, limit - for_cut_off))
  local for_others = 0
  for _, each in ipairs(lanes_above(lane)) do
    local reserve = settings.reserves[each]
    if reserve > 0 then
      for_others = for_others + math.ceil(limit * math.max(reserve, least_concurrency_reserve))
    end
  end
  local for_missing = members.missing() * math.floor(limit / settings.processes)
  local allowed = math.min(whole, reactions.concurrency()) - for_missing
  local hint = lane ~= 'interactive' and state.recommendedConcurrency or allowed
  return math.max(math.min(allowed - for_others, hint), math.min(allowed, 1))
end

local function caps_of(lane)
  local limits, margin = settings.limits, settings.margin
  local reserved = 0
  for _, each in ipairs(lanes_above(lane)) do reserved = reserved + settings.reserves[each] end
  local held = members.held_back()
  local left_over = math.max(limits.executionMs * (1 - margin), reactions.headroom_ms())
  return {
    requests = math.floor(limits.requests * (margin - reserved) - held.requests),
    executionMs = (limits.executionMs - left_over) * reactions.scale()
      - limits.executionMs * reserved - held.executionMs,
    concurrency = places_of(lane),
  }
end

local function refill(lane)
  local above = { requests = 0, executionMs = 0 }
  local is_paced = false
  for _, each in ipairs(lanes_above(lane)) do
    if rates.was_heard_since(each, now - settings.windowMs) then
      local rate = rates.of(each)
      above.requests = above.requests + rate.requests
      above.executionMs = above.executionMs + rate.executionMs
      is_paced = true
    end
  end
  if not is_paced then return pace.rest(lane) end
  local caps = caps_of(lane)
  local limit = { requests = math.max(caps.requests, 1), executionMs = math.max(caps.executionMs, 1) }
  pace.refill(lane, limit, above)
end

local function want_of_room(requests, executionMs, caps)
  local over_requests = state.total.requests + flight.count() + requests - caps.requests
  local over_ms = state.total.executionMs + flight.set_aside_ms() + executionMs - caps.executionMs
  if over_requests <= 0 and over_ms <= 1e-6 then return nil end
  local freedAt = window.when_freed(over_requests, over_ms)
  local hindrance = over_requests > 0 and 'requests' or 'executionTime'
  return { ms = freedAt and freedAt - now or patience_ms, hindrance = hindrance }
end

local function want_of_place(requests, caps)
  local after = flight.count() + requests
  if after > caps.concurrency then return { ms = patience_ms, hindrance = 'concurrency' } end
  local limit = settings.environmentConcurrency
  if limit and after + others_in_flight > limit then
    return { ms = patience_ms, hindrance = 'environment' }
  end
  return nil
end

local function want_of_tokens(head, before)
  if line.is_overdue(head.lane) then return nil end
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

local function hindrance_of(head)
  local block = reactions.block()
  if block then return { ms = block.forMs, hindrance = 'block' } end
  local caps = caps_of(line.is_overdue(head.lane) and 'interactive' or head.lane)
  local before = line.before(head)
  local requests = #before + 1
  local executionMs = sum_of(before, 'estimatedMs') + math.min(head.estimatedMs, caps.executionMs)
  return want_of_room(requests, executionMs, caps)
    or want_of_place(requests, caps)
    or want_of_tokens(head, before)
end
`;
