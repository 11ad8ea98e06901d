/** `flight.ts`: the requests in flight, in the order in which they were admitted. */
export const flight = /* lua */ `
local flight = {}

function flight.count()
  return #state.permits
end

function flight.set_aside_ms()
  local sum = 0
  for _, permit in ipairs(state.permits) do
    sum = sum + math.max(permit.estimatedMs, now - permit.grantedAt)
  end
  return sum
end

local function place_of_permit(id)
  for place, permit in ipairs(state.permits) do
    if permit.id == id then return place end
  end
  return nil
end

function flight.add(id, lane, grantedAt, estimatedMs)
  local permit = { id = id, lane = lane, grantedAt = grantedAt, estimatedMs = estimatedMs }
  state.permits[place_of_permit(id) or #state.permits + 1] = permit
end

function flight.take(id)
  local place = place_of_permit(id)
  return place and table.remove(state.permits, place)
end

-- \`lost-permits.ts\`: with what was charged for them.
function flight.remember_lost(id, executionMs)
  local kept = {}
  for _, lost in ipairs(state.lost) do
    if now - lost.at < settings.windowMs then kept[#kept + 1] = lost end
  end
  kept[#kept + 1] = { id = id, executionMs = executionMs, at = now }
  state.lost = kept
end

-- What was charged too little.
function flight.settle_lost(id, executionMs)
  for place, lost in ipairs(state.lost) do
    if lost.id == id then
      table.remove(state.lost, place)
      return math.max(executionMs - lost.executionMs, 0)
    end
  end
  return 0
end

function flight.take_lost()
  local lost, kept = {}, {}
  for _, permit in ipairs(state.permits) do
    local is_lost = now - permit.grantedAt >= settings.leaseMs
    local list = is_lost and lost or kept
    list[#list + 1] = permit
  end
  state.permits = kept
  return lost
end
`;
