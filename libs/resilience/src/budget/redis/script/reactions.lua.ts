/** `reactions.ts`: what the service's answers change. */
export const reactions = /* lua */ `
local reactions = {}
local longest_block_ms = 900000
local fewer = 0.75
local one_more_after_ms = 10000
local smaller = 0.9
local smallest = 0.5
local windows_to_recover = 2
local surprises_at_once = 3
local most_headroom = 0.25

function reactions.scale()
  local tightened = state.tightened
  if not tightened then return 1 end
  local recovered = (now - tightened.at) / (windows_to_recover * settings.windowMs)
  return math.min(1, tightened.to + (1 - tightened.to) * recovered)
end

function reactions.throttled(throttled)
  local till = now + math.min(throttled.forMs, longest_block_ms)
  if till > (state.blocked and state.blocked.till or now) then
    state.blocked = { till = till, facet = throttled.facet }
  end
  if throttled.facet == 'concurrency' then
    state.lowered = { to = math.max(1, math.floor(flight.count() * fewer)), at = now }
  elseif throttled.facet == 'executionTime' then
    state.tightened = { to = math.max(smallest, reactions.scale() * smaller), at = now }
  end
end

function reactions.block()
  local blocked = state.blocked
  if not blocked or blocked.till <= now then return nil end
  return { forMs = blocked.till - now, facet = blocked.facet }
end

function reactions.concurrency()
  local lowered = state.lowered
  if not lowered then return math.huge end
  return lowered.to + math.floor((now - lowered.at) / one_more_after_ms)
end

function reactions.surprise_ms()
  local surprise = state.surprise
  return surprise and now - surprise.at < settings.windowMs and surprise.ms or 0
end

function reactions.surprised(ms)
  if ms > 0 and ms >= reactions.surprise_ms() then state.surprise = { ms = ms, at = now } end
end

function reactions.headroom_ms(in_flight)
  local surprises_ms = reactions.surprise_ms() * math.min(surprises_at_once, in_flight)
  return math.min(surprises_ms, settings.limits.executionMs * most_headroom)
end
`;
