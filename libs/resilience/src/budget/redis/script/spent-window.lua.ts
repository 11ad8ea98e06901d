import { seldom } from './seldom.js';

/**
 * `spent-window.ts`. The state knows the total, the newest slot, and between which numbers there may be slots; each other one lies under
 * its number in the hash. Those are read in runs, so that after a silence the next message is not slower for it than by one command.
 */
export const spentWindow = /* lua */ `
local function slot_expiry(index)
  return (index + 1) * settings.slotMs + settings.windowMs
end

${seldom(
  'slots',
  /* lua */ `
  local read, changed = {}, {}

  function slots.read(first, last)
    local fields = {}
    for index = first, last do
      if not read[index] and index ~= state.newest then fields[#fields + 1] = index end
    end
    if #fields == 0 then return end
    local found = redis.call('HMGET', KEYS[1], unpack(fields))
    for place, slot in ipairs(found) do
      local requests, executionMs = 0, 0
      if slot then requests, executionMs = struct.unpack('>dd', slot) end
      read[fields[place]] = { requests, executionMs }
    end
  end

  function slots.at(index)
    if index == state.newest then return state.newestRequests, state.newestMs end
    return unpack(read[index])
  end

  function slots.add(index, requests, executionMs)
    slots.read(index, index)
    local slot = read[index]
    slot[1] = slot[1] + requests
    slot[2] = slot[2] + executionMs
    changed[index] = true
  end

  local function forget(first, last)
    local fields = {}
    for index = first, last do
      fields[#fields + 1] = index
      read[index] = nil
    end
    if #fields > 0 then redis.call('HDEL', KEYS[1], unpack(fields)) end
  end

  -- Drops all slots at once when the last is over, as it is after an idle day.
  local function start_anew()
    hours_to_keep = hours_to_keep or redis.call('HGET', KEYS[1], 'hours')
    redis.call('DEL', KEYS[1])
    state.expirySetAt = 0
    state.oldest, state.newest, state.newestRequests, state.newestMs = 0, 0, 0, 0
    state.requests, state.executionMs = 0, 0
  end

  function slots.expire()
    if slot_expiry(state.newest) <= now then return start_anew() end
    local first = state.oldest
    local last = first
    while slot_expiry(last + 1) <= now do last = last + 1 end
    slots.read(first, last)
    for index = first, last do
      local requests, executionMs = slots.at(index)
      state.requests = state.requests - requests
      state.executionMs = state.executionMs - executionMs
    end
    forget(first, last)
    state.oldest = last + 1
  end

  -- When at least so much will have been given back; nil when there is not so much.
  function slots.when_freed(requests, executionMs)
    local freed_requests, freed_ms, run = 0, 0, 16
    local first = state.oldest
    while first > 0 and first <= state.newest do
      local last = min(first + run - 1, state.newest)
      slots.read(first, last)
      for index = first, last do
        local slot_requests, slot_ms = slots.at(index)
        freed_requests = freed_requests + slot_requests
        freed_ms = freed_ms + slot_ms
        local is_slot = slot_requests ~= 0 or slot_ms ~= 0
        if is_slot and freed_requests >= requests and freed_ms >= executionMs then return slot_expiry(index) end
      end
      first, run = last + 1, run * 4
    end
    return nil
  end

  -- Begins another newest one; the one before is kept under its number.
  function slots.turn_to(index)
    if state.newest > 0 then
      read[state.newest] = { state.newestRequests, state.newestMs }
      changed[state.newest] = true
    end
    state.newest, state.newestRequests, state.newestMs = index, 0, 0
  end

  function slots.keep(fields)
    for index in pairs(changed) do
      fields[#fields + 1] = index
      fields[#fields + 1] = struct.pack('>dd', read[index][1], read[index][2])
    end
  end
`,
)}

local function window_add(moment, requests, executionMs)
  local index = floor(moment / settings.slotMs)
  if slot_expiry(index) <= now then return end
  if index > state.newest then slots().turn_to(index) end
  if index == state.newest then
    state.newestRequests = state.newestRequests + requests
    state.newestMs = state.newestMs + executionMs
  else
    slots().add(index, requests, executionMs)
  end
  if state.oldest == 0 or index < state.oldest then state.oldest = index end
  state.requests = state.requests + requests
  state.executionMs = state.executionMs + executionMs
end
`;
