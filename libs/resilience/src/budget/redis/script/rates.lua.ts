/** `rates.ts`: how much each lane has spent lately, a millisecond. */
export const rates = /* lua */ `
local rates = {}
local rates_memory_ms = settings.windowMs * 0.2

local function rate_of(lane)
  local rate = state.rates[lane]
  if not rate then
    rate = { requests = 0, executionMs = 0, at = 0 }
    state.rates[lane] = rate
  end
  return rate
end

function rates.heard(lane)
  rate_of(lane).heardAt = now
end

function rates.of(lane)
  local rate = rate_of(lane)
  local kept = math.exp(-(now - rate.at) / rates_memory_ms)
  return { requests = rate.requests * kept, executionMs = rate.executionMs * kept }
end

function rates.took(lane, requests, executionMs)
  local rate = rate_of(lane)
  local lately = rates.of(lane)
  rate.requests = math.max(lately.requests + requests / rates_memory_ms, 0)
  rate.executionMs = math.max(lately.executionMs + executionMs / rates_memory_ms, 0)
  rate.at = now
end

function rates.was_heard_since(lane, moment)
  local heardAt = rate_of(lane).heardAt
  return heardAt ~= nil and heardAt >= moment
end
`;
