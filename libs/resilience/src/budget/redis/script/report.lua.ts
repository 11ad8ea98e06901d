/**
 * `BudgetLedger.report`: all of it, for people to look at. Nothing is written, so what has expired since the last message is
 * passed over here, and given back by the next.
 */
export const report = /* lua */ `
local reported_pieces = 60
local slots_at_once = 1000

local function age_of(index)
  return math.max(now - (index + 1) * settings.slotMs, 0)
end

-- As coarse-past.ts: each piece is as old as its youngest slot.
local function past_in_pieces()
  local piece_ms = settings.windowMs / reported_pieces
  local pieces, last_piece = {}, nil
  local function tell(age_ms, requests, executionMs)
    if requests == 0 and executionMs == 0 then return end
    local piece = math.floor(age_ms / piece_ms)
    if piece ~= last_piece then pieces[#pieces + 1] = { requests = 0, executionMs = 0 } end
    last_piece = piece
    local told = pieces[#pieces]
    told.ageMs = age_ms
    told.requests = told.requests + requests
    told.executionMs = told.executionMs + executionMs
  end
  local first = state.oldest
  while first and first <= state.newest do
    local last = math.min(first + slots_at_once - 1, state.newest)
    read_slots(first, last)
    for index = first, last do
      if slot_expiry(index) > now then tell(age_of(index), slots_read[index][1], slots_read[index][2]) end
    end
    first = last + 1
  end
  return pieces
end

local function members_told()
  local told = {}
  for place, member in ipairs(state.members) do
    local is_alone = member.heardAt == 0
    told[place] = { id = member.id, heardAgoMs = not is_alone and now - member.heardAt or nil, own = member.own }
  end
  return told
end

local function waiting_in(lane)
  local waiting = { processes = 0, longestMs = 0 }
  for _, head in ipairs(state.heads) do
    if head.lane == lane and now - head.heardAt < settings.graceMs then
      waiting.processes = waiting.processes + 1
      waiting.longestMs = math.max(waiting.longestMs, now - head.since)
    end
  end
  return waiting
end

local function filled(list)
  -- An empty list would be written as an object.
  return #list > 0 and list or nil
end

local past = past_in_pieces()
local spent = { requests = sum_of(past, 'requests'), executionMs = sum_of(past, 'executionMs') }
return cjson.encode({
  settings = settings,
  view = view(spent),
  room = lane_limits.of('interactive'),
  past = filled(past),
  members = filled(members_told()),
  waiting = {
    interactive = waiting_in('interactive'),
    event = waiting_in('event'),
    batch = waiting_in('batch'),
  },
  isRecovering = recovery.is_going_on(),
  block = reactions.block(),
  recommendedConcurrency = state.recommendedConcurrency,
})
`;
