/** `lane-limits.ts`: what a lane may have of each limit. */
export const laneLimits = /* lua */ `
local lane_limits = {}
local least_concurrency_reserve = 0.08

local function places_reserved_above(lane)
  local limit = settings.limits.concurrency
  local places = 0
  for _, above in ipairs(lanes_above(lane)) do
    local share = settings.reserves[above]
    if share > 0 then places = places + math.ceil(limit * math.max(share, least_concurrency_reserve)) end
  end
  return places
end

-- One place is left for each process that may be cut off, so that none of them stands still.
local function places_for_all()
  local limit = settings.limits.concurrency
  local in_reserve = settings.processes > 1 and settings.processes or 0
  local places = math.floor(math.min(limit * settings.margin, limit - in_reserve))
  local for_missing = members.missing() * math.floor((limit - in_reserve) / settings.processes)
  return math.min(places - for_missing, reactions.concurrency())
end

local function places_of(lane)
  local allowed = places_for_all()
  local hint = lane ~= 'interactive' and state.recommendedConcurrency or allowed
  return math.max(math.min(allowed - places_reserved_above(lane), hint), math.min(allowed, 1))
end

function lane_limits.of(lane)
  local limits, margin = settings.limits, settings.margin
  local reserved = 0
  for _, above in ipairs(lanes_above(lane)) do reserved = reserved + settings.reserves[above] end
  local held = members.held_back()
  -- With one request more.
  local headroom_ms = reactions.headroom_ms(flight.count() + 1)
  local left_over = math.max(limits.executionMs * (1 - margin), headroom_ms)
  return {
    requests = math.floor(limits.requests * (margin - reserved) - held.requests),
    executionMs = (limits.executionMs - left_over) * reactions.scale()
      - limits.executionMs * reserved - held.executionMs,
    concurrency = places_of(lane),
  }
end
`;
