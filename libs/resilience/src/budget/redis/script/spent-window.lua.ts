/**
 * `spent-window.ts`, with each slot under its number in the hash. The hot state knows the total and between which numbers there may be
 * slots. Slots are read in runs, so that after a silence the next message is not slower for it than by one command.
 */
export const spentWindow = /* lua */ `
local window = {}
local slots_read = {}
local slots_changed = {}

local function slot_expiry(index)
  return (index + 1) * settings.slotMs + settings.windowMs
end

local function read_slots(first, last)
  local fields = {}
  for index = first, last do
    if not slots_read[index] then fields[#fields + 1] = index end
  end
  if #fields == 0 then return end
  local found = redis.call('HMGET', KEYS[1], unpack(fields))
  for place, packed in ipairs(found) do
    slots_read[fields[place]] = packed and cmsgpack.unpack(packed) or { 0, 0 }
  end
end

local function forget_slots(first, last)
  local fields = {}
  for index = first, last do
    fields[#fields + 1] = index
    slots_read[index] = nil
    slots_changed[index] = nil
  end
  if #fields > 0 then redis.call('HDEL', KEYS[1], unpack(fields)) end
end

-- Drops all slots at once when the last is over, as it is after an idle day.
local function start_window_anew()
  redis.call('DEL', KEYS[1])
  slots_read, slots_changed = {}, {}
  state.oldest, state.newest = nil, nil
  state.total = { requests = 0, executionMs = 0 }
end

function window.expire()
  if not state.oldest or slot_expiry(state.oldest) > now then return end
  if slot_expiry(state.newest) <= now then return start_window_anew() end
  local first = state.oldest
  local last = first
  while slot_expiry(last + 1) <= now do last = last + 1 end
  read_slots(first, last)
  for index = first, last do
    state.total.requests = state.total.requests - slots_read[index][1]
    state.total.executionMs = state.total.executionMs - slots_read[index][2]
  end
  forget_slots(first, last)
  state.oldest = last + 1
end

function window.add(moment, requests, executionMs)
  local index = math.floor(moment / settings.slotMs)
  if slot_expiry(index) <= now then return end
  read_slots(index, index)
  local slot = slots_read[index]
  slot[1] = slot[1] + requests
  slot[2] = slot[2] + executionMs
  slots_changed[index] = true
  state.oldest = math.min(state.oldest or index, index)
  state.newest = math.max(state.newest or index, index)
  state.total.requests = state.total.requests + requests
  state.total.executionMs = state.total.executionMs + executionMs
end

-- When at least so much will have been given back; nil when there is not so much.
function window.when_freed(requests, executionMs)
  local freed_requests, freed_ms, run = 0, 0, 16
  local first = state.oldest
  while first and first <= state.newest do
    local last = math.min(first + run - 1, state.newest)
    read_slots(first, last)
    for index = first, last do
      freed_requests = freed_requests + slots_read[index][1]
      freed_ms = freed_ms + slots_read[index][2]
      local is_slot = slots_read[index][1] ~= 0 or slots_read[index][2] ~= 0
      if is_slot and freed_requests >= requests and freed_ms >= executionMs then
        return slot_expiry(index)
      end
    end
    first, run = last + 1, run * 4
  end
  return nil
end

function window.save(fields)
  for index in pairs(slots_changed) do
    fields[#fields + 1] = index
    fields[#fields + 1] = cmsgpack.pack(slots_read[index])
  end
end
`;
