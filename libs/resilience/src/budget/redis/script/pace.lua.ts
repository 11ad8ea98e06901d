/** `pace.ts`: the token bucket of a lane that has lanes above it. Without tokens there is nobody to keep room for. */
export const pace = /* lua */ `
local pace = {}
local pace_burst = 0.01
local pace_slowest = 0.02
local pace_foresight = 1.1
local pace_now = {}

local function pace_rate(limit, above)
  return math.max(limit / settings.windowMs - above * pace_foresight, limit * pace_slowest / settings.windowMs)
end

local function refill_facet(tokens, lane, facet, limit, above, passedMs)
  local capacity = limit * pace_burst
  local rate = pace_rate(limit, above)
  pace_now[lane][facet] = { capacity = capacity, rate = rate }
  local left = tokens and tokens[facet] or capacity
  return math.min(capacity, left + rate * passedMs)
end

function pace.rest(lane)
  state.tokens[lane] = nil
end

function pace.refill(lane, limit, above)
  local tokens = state.tokens[lane]
  local passedMs = tokens and now - tokens.at or 0
  pace_now[lane] = {}
  state.tokens[lane] = {
    at = now,
    requests = refill_facet(tokens, lane, 'requests', limit.requests, above.requests, passedMs),
    executionMs = refill_facet(tokens, lane, 'executionMs', limit.executionMs, above.executionMs, passedMs),
  }
end

local function wait_for_facet(lane, facet, wanted)
  local tokens = state.tokens[lane]
  if not tokens then return 0 end
  local of = pace_now[lane][facet]
  local lacking = math.min(wanted, of.capacity) - tokens[facet]
  return lacking > 1e-6 and lacking / of.rate or 0
end

function pace.wait_for(lane, requests, executionMs)
  return math.max(wait_for_facet(lane, 'requests', requests), wait_for_facet(lane, 'executionMs', executionMs))
end

function pace.take(lane, requests, executionMs)
  local tokens = state.tokens[lane]
  if not tokens then return end
  tokens.requests = tokens.requests - requests
  tokens.executionMs = tokens.executionMs - executionMs
end
`;
