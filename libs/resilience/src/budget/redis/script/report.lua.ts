/**
 * `BudgetLedger.report`: all of it, for people to look at. Nothing is written, so what has expired since the last message is
 * passed over here, and given back by the next.
 */
export const report = /* lua */ `
local reported_pieces = 60
local slots_at_once = 1000

local function age_of(index)
  return max(now - (index + 1) * settings.slotMs, 0)
end

-- As coarse-past.ts: each piece is as old as its youngest slot.
local function past_in_pieces()
  local piece_ms = settings.windowMs / reported_pieces
  local pieces, last_piece = {}, nil
  local function tell(age_ms, requests, executionMs)
    if requests == 0 and executionMs == 0 then return end
    local piece = floor(age_ms / piece_ms)
    if piece ~= last_piece then pieces[#pieces + 1] = { requests = 0, executionMs = 0 } end
    last_piece = piece
    local told = pieces[#pieces]
    told.ageMs = age_ms
    told.requests = told.requests + requests
    told.executionMs = told.executionMs + executionMs
  end
  local first = state.oldest
  while first > 0 and first <= state.newest do
    local last = min(first + slots_at_once - 1, state.newest)
    slots().read(first, last)
    for index = first, last do
      if slot_expiry(index) > now then tell(age_of(index), slots().at(index)) end
    end
    first = last + 1
  end
  return pieces
end

local function members_told()
  local told = {}
  for place = 1, #members, 4 do
    local id, heardAt, requests, executionMs = unpack(members, place, place + 3)
    told[#told + 1] = {
      id = id,
      heardAgoMs = heardAt > 0 and now - heardAt or nil,
      own = { requests = requests, executionMs = executionMs },
    }
  end
  return told
end

local function waiting_in(lane)
  local waiting = { processes = 0, longestMs = 0 }
  for _, head in ipairs(seldom_kept.heads or {}) do
    if head.lane == lane and now - head.heardAt < settings.graceMs then
      waiting.processes = waiting.processes + 1
      waiting.longestMs = max(waiting.longestMs, now - head.since)
    end
  end
  return waiting
end

local function rate_a_second(lane)
  local requests, executionMs = rate_of(lane)
  return { requests = requests * 1000, executionMs = executionMs * 1000 }
end

local function of_each_lane(what)
  return { interactive = what(1), event = what(2), batch = what(3) }
end

local function sum_of(list, field)
  local sum = 0
  for _, each in ipairs(list) do sum = sum + each[field] end
  return sum
end

local function filled(list)
  -- An empty list would be written as an object.
  return #list > 0 and list or nil
end

local past = past_in_pieces()
local room_requests, room_ms = limits_of(1)
return cjson.encode({
  settings = settings_told,
  view = {
    spent = { requests = sum_of(past, 'requests'), executionMs = sum_of(past, 'executionMs') },
    inFlight = #permits / 4,
    setAsideMs = flight_set_aside_ms(),
    heldBack = { requests = held_requests, executionMs = held_ms },
    callScale = call_scale,
    operations = state.operations + state.operationsBefore,
    rates = of_each_lane(rate_a_second),
  },
  room = { requests = room_requests, executionMs = room_ms, concurrency = places_for_all },
  past = filled(past),
  members = filled(members_told()),
  waiting = of_each_lane(waiting_in),
  isRecovering = seldom_kept.recovery ~= nil and seldom_done().is_recovering(),
  block = block,
  recommendedConcurrency = state.recommendedConcurrency > 0 and state.recommendedConcurrency or nil,
})
`;
