/** `rates.ts`: how much each lane has spent lately, a millisecond: requests, executionMs. */
export const rates = /* lua */ `
local rates_memory_ms = settings.windowMs * 0.2

local function rate_of(lane)
  local rate = rates[lane]
  if rate.at == 0 then return 0, 0 end
  local kept = math.exp((rate.at - now) / rates_memory_ms)
  return rate.requests * kept, rate.executionMs * kept
end

local function rate_took(lane, requests, executionMs)
  local rate = rates[lane]
  local lately_requests, lately_ms = rate_of(lane)
  rate.requests = max(lately_requests + requests / rates_memory_ms, 0)
  rate.executionMs = max(lately_ms + executionMs / rates_memory_ms, 0)
  rate.at = now
end
`;
