/** `admission.ts`: lets the paced lanes have what time has brought them. */
export const refill = /* lua */ `
for lane = 2, lowest_lane do
  local above_requests, above_ms, is_paced = 0, 0, false
  for above = 1, lane - 1 do
    if reserves[above] > 0 or rates[above].heardAt >= now - settings.windowMs then
      local requests, executionMs = rate_of(above)
      above_requests = above_requests + requests
      above_ms = above_ms + executionMs
      is_paced = true
    end
  end
  if is_paced then
    local requests, executionMs = limits_of(lane)
    pace_refill(lane, max(requests, 1), max(executionMs, 1), above_requests, above_ms)
  else
    tokens[lane].at = 0
  end
end
`;

/** Whether the next one may go. */
export const admission = /* lua */ `
local patience_ms = settings.windowMs / 600
local nobody = { requests = 0, executionMs = 0, elders = 0, eldersMs = 0 }

-- In how many milliseconds one who cannot go now may ask again, and why. Some come before it; its elders are those of its own lane.
local function hindrance_of(lane, estimatedMs, before, is_overdue)
  if block then return block.forMs, 'block' end
  local limits_lane = is_overdue and 1 or lane
  local limit_requests, limit_ms = limits_of(limits_lane)

  -- Want of room.
  local in_flight = #permits / 4 + before.requests + 1
  local over_requests = state.requests + in_flight - limit_requests
  local wanted_ms = before.executionMs + min(estimatedMs, limit_ms)
  local over_ms = state.executionMs + flight_set_aside_ms() + wanted_ms - limit_ms
  if over_requests > 0 or over_ms > 1e-6 then
    local freedAt = slots().when_freed(over_requests, over_ms)
    return freedAt and freedAt - now or patience_ms, over_requests > 0 and 'requests' or 'executionTime'
  end

  -- Want of a place.
  local places = limits_lane == 1 and places_for_all or lower_lanes().places_of(limits_lane)
  if in_flight > places then return patience_ms, 'concurrency' end
  local limit = settings.environmentConcurrency
  if limit and in_flight + others_in_flight > limit then return patience_ms, 'environment' end

  -- Want of tokens.
  if limits_lane > 1 then
    local ms = lower_lanes().wait_for(lane, before.elders + 1, before.eldersMs + estimatedMs)
    if ms > 0 then return min(ms, patience_ms * 10), 'pace' end
  end
  return nil
end
`;
