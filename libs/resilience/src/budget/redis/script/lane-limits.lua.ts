/** `lane-limits.ts`: what a lane may have of each limit. */
export const laneLimits = /* lua */ `
local least_concurrency_reserve = 0.08
local reserves = { settings.interactiveReserve, settings.eventReserve }

-- Requests and milliseconds; with one request more.
local function limits_of(lane)
  local margin, limit_ms, reserved = settings.margin, settings.executionMs, 0
  for above = 1, lane - 1 do reserved = reserved + reserves[above] end
  local surprises_ms = surprise_ms * min(surprises_at_once, #permits / 4 + 1)
  local left_over = max(limit_ms * (1 - margin), min(surprises_ms, limit_ms * most_headroom))
  return floor(settings.requests * (margin - reserved) - held_requests),
    (limit_ms - left_over) * call_scale - limit_ms * reserved - held_ms
end

-- One place is left for each process that may be cut off, so that none of them stands still.
local concurrency, processes = settings.concurrency, settings.processes
local in_reserve = processes > 1 and processes or 0
local places_for_missing = missing * floor((concurrency - in_reserve) / processes)
local places_for_all =
  min(floor(min(concurrency * settings.margin, concurrency - in_reserve)) - places_for_missing, most_in_flight)
`;

export const lowerPlaces = /* lua */ `
  local function places_reserved_above(lane)
    local places = 0
    for above = 1, lane - 1 do
      local share = reserves[above]
      if share > 0 then places = places + math.ceil(settings.concurrency * max(share, least_concurrency_reserve)) end
    end
    return places
  end

  function lower_lanes.places_of(lane)
    local allowed = places_for_all
    local recommended = state.recommendedConcurrency
    local hint = recommended > 0 and recommended or allowed
    return max(min(allowed - places_reserved_above(lane), hint), min(allowed, 1))
  end
`;
