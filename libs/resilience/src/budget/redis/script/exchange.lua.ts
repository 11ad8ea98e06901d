/** `BudgetLedger.exchange`: one message, one answer, and what is to be kept. */
export const exchange = /* lua */ `
local function spend_lost()
  for _, permit in ipairs(flight.take_lost()) do
    local executionMs = permit.estimatedMs + reactions.surprise_ms()
    window.add(now, 1, executionMs)
    flight.remember_lost(permit.id, executionMs)
  end
end

local function write(untold)
  operations.count(untold.operations or 0)
  for _, spend in ipairs(untold.spent) do
    window.add(now - spend.ageMs, spend.requests, spend.executionMs)
  end
  for _, permit in ipairs(untold.inFlight) do
    flight.add(permit.id, permit.lane, now - permit.ageMs, permit.estimatedMs)
  end
end

-- What is not in flight has been taken for lost, and is spent but for what it took longer.
local function settle(settlement)
  local permit = flight.take(settlement.id)
  local executionMs = settlement.executionMs
  if not permit then return window.add(now, 0, flight.settle_lost(settlement.id, executionMs or 0)) end
  if executionMs == nil then return took(permit.lane, -1, -permit.estimatedMs) end
  took(permit.lane, 0, executionMs - permit.estimatedMs)
  window.add(now, 1, math.max(executionMs, 0))
  operations.count(settlement.operations)
end

local function hear()
  for _, each in ipairs(message.throttled) do reactions.throttled(each) end
  local recommended = message.recommendedConcurrency
  if recommended and recommended > 0 then state.recommendedConcurrency = recommended end
  for _, ask in ipairs(message.asks) do rates.heard(ask.lane) end
end

local function answer(granted, wait, called)
  return {
    at = at,
    -- An empty list would be written as an object.
    granted = #granted > 0 and granted or nil,
    wait = wait,
    block = reactions.block(),
    wantsHistory = false,
    isRecovering = recovery.is_going_on(),
    calls = called,
    view = view(state.total),
  }
end

local function exchange()
  window.expire()
  spend_lost()
  local is_new = not members.knows(message.member)
  if is_new and not (message.untold and message.untold.isWhole) then
    local silence = answer({}, nil, nil)
    silence.wantsHistory = true
    return silence
  end
  if message.untold then write(message.untold) end
  if is_new then recovery.told(message.member, message.untold) end
  for _, settlement in ipairs(message.settlements) do settle(settlement) end
  hear()
  members.heard(message)
  local granted, wait = serve(message.asks)
  local called = next_to_call()
  return answer(granted, wait, called), called
end

local function save()
  -- The settings are for who only reads.
  local fields = { 'hot', cmsgpack.pack(state), 'settings', ARGV[1] }
  window.save(fields)
  redis.call('HSET', KEYS[1], unpack(fields))
  redis.call('PEXPIRE', KEYS[1], kept_ms)
end

local told, called = exchange()
save()
environment.tell()
if called then redis.call('PUBLISH', news, called) end
return cjson.encode(told)
`;
