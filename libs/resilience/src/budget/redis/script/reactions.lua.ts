import { seldom } from './seldom.js';

/** `reactions.ts`: what the service's answers change. What 429s have taught is forgotten when it makes no difference any more. */
export const reactions = /* lua */ `
${seldom(
  'lessons',
  /* lua */ `
  local longest_block_ms = 900000
  local fewer = 0.75
  local one_more_after_ms = 10000
  local smaller = 0.9
  local smallest = 0.5
  local windows_to_recover = 2
  local learnt = seldom_kept.learnt or {}

  local function scale()
    local tightened = learnt.tightened
    if not tightened then return 1 end
    local recovered = (now - tightened.at) / (windows_to_recover * settings.windowMs)
    return min(1, tightened.to + (1 - tightened.to) * recovered)
  end

  local function concurrency()
    local lowered = learnt.lowered
    if not lowered then return math.huge end
    return lowered.to + floor((now - lowered.at) / one_more_after_ms)
  end

  function lessons.throttled(throttled)
    local till = now + min(throttled.forMs, longest_block_ms)
    if till > (learnt.blocked and learnt.blocked.till or now) then
      learnt.blocked = { till = till, facet = throttled.facet }
    end
    if throttled.facet == 'concurrency' then
      learnt.lowered = { to = max(1, floor(#permits / 4 * fewer)), at = now }
    elseif throttled.facet == 'executionTime' then
      learnt.tightened = { to = max(smallest, scale() * smaller), at = now }
    end
  end

  -- The block, the scale and how many at a time.
  function lessons.now()
    if learnt.blocked and learnt.blocked.till <= now then learnt.blocked = nil end
    if scale() == 1 then learnt.tightened = nil end
    if concurrency() >= settings.concurrency then learnt.lowered = nil end
    seldom_kept.learnt = next(learnt) and learnt or nil
    local blocked = learnt.blocked
    return blocked and { forMs = blocked.till - now, facet = blocked.facet }, scale(), concurrency()
  end
`,
)}
local block, call_scale, most_in_flight = nil, 1, math.huge
if seldom_kept.learnt then block, call_scale, most_in_flight = lessons().now() end
local surprise_ms = now - state.surpriseAt < settings.windowMs and state.surpriseMs or 0
local surprises_at_once = 3
local most_headroom = 0.25
`;

export const hearOfService = /* lua */ `
if seldom_told then
  for _, each in ipairs(seldom_told.throttled) do lessons().throttled(each) end
  if seldom_told.throttled[1] then block, call_scale, most_in_flight = lessons().now() end
  local recommended = seldom_told.recommendedConcurrency
  if recommended and recommended > 0 then state.recommendedConcurrency = recommended end
end
`;
