/** `line.ts`: who waits, and who comes before whom. */
export const line = /* lua */ `
local line = {}
local patience_in_turns = 20

local function keep_heads(is_kept)
  local kept = {}
  for _, head in ipairs(state.heads) do
    if is_kept(head) then kept[#kept + 1] = head end
  end
  state.heads = kept
end

function line.is_overdue(lane)
  return state.passedOver[lane] >= patience_in_turns
end

local function order_of(head)
  return line.is_overdue(head.lane) and 0 or ranks[head.lane]
end

function line.leave(member)
  keep_heads(function(head)
    return head.member ~= member and now - head.heardAt < settings.graceMs
  end)
end

function line.wait(head)
  head.heardAt = now
  state.heads[#state.heads + 1] = head
end

local function is_awaited(lane)
  for _, head in ipairs(state.heads) do
    if head.lane == lane then return true end
  end
  return false
end

local function pass_over(lane)
  state.passedOver[lane] = 0
  for rank = ranks[lane] + 1, #lanes do
    local lower = lanes[rank]
    state.passedOver[lower] = is_awaited(lower) and state.passedOver[lower] + 1 or 0
  end
end

function line.go(head)
  keep_heads(function(other)
    return other.member ~= head.member or other.lane ~= head.lane
  end)
  pass_over(head.lane)
end

-- Of each lane the one that has waited longest.
function line.firsts()
  local found = {}
  for _, lane in ipairs(lanes) do
    local first
    for _, head in ipairs(state.heads) do
      if head.lane == lane and (not first or head.since < first.since) then first = head end
    end
    found[#found + 1] = first
  end
  return found
end

function line.before(head)
  local order = order_of(head)
  local found = {}
  for _, other in ipairs(state.heads) do
    local other_order = order_of(other)
    if other_order < order or (other_order == order and other.since < head.since) then
      found[#found + 1] = other
    end
  end
  return found
end
`;
