/** `pace.ts`: the token bucket of a lane that has lanes above it. Without tokens there is nobody to keep room for. */
export const pace = /* lua */ `
local pace_burst = 0.01
local pace_slowest = 0.02
local pace_foresight = 1.1
local paces = {}

local function pace_refill(lane, limit_requests, limit_ms, above_requests, above_ms)
  local left = tokens[lane]
  local window_ms = settings.windowMs
  local pace = {
    requestsCapacity = limit_requests * pace_burst,
    requestsRate = max(limit_requests / window_ms - above_requests * pace_foresight, limit_requests * pace_slowest / window_ms),
    msCapacity = limit_ms * pace_burst,
    msRate = max(limit_ms / window_ms - above_ms * pace_foresight, limit_ms * pace_slowest / window_ms),
  }
  paces[lane] = pace
  if left.at == 0 then
    left.requests, left.executionMs = pace.requestsCapacity, pace.msCapacity
  else
    left.requests = min(pace.requestsCapacity, left.requests + pace.requestsRate * (now - left.at))
    left.executionMs = min(pace.msCapacity, left.executionMs + pace.msRate * (now - left.at))
  end
  left.at = now
end
`;

/** What was set aside, and afterwards what was more or less of it. */
export const took = /* lua */ `
local function took(lane, requests, executionMs)
  rate_took(lane, requests, executionMs)
  local left = tokens[lane]
  if not left or left.at == 0 then return end
  left.requests = left.requests - requests
  left.executionMs = left.executionMs - executionMs
end
`;

export const paceWait = /* lua */ `
  local function wait_for_tokens(wanted, left, capacity, rate)
    local lacking = min(wanted, capacity) - left
    return lacking > 1e-6 and lacking / rate or 0
  end

  function lower_lanes.wait_for(lane, requests, executionMs)
    local left, pace = tokens[lane], paces[lane]
    if not pace then return 0 end
    return max(
      wait_for_tokens(requests, left.requests, pace.requestsCapacity, pace.requestsRate),
      wait_for_tokens(executionMs, left.executionMs, pace.msCapacity, pace.msRate)
    )
  end
`;
