/** `members.ts`: the processes that share the ledger, in the order in which they came. */
export const members = /* lua */ `
local members = {}
local share = {
  requests = settings.limits.requests * settings.margin / settings.processes,
  executionMs = settings.limits.executionMs * settings.margin / settings.processes,
}

local function place_of_member(id)
  for place, member in ipairs(state.members) do
    if member.id == id then return place end
  end
  return nil
end

local function is_unheard(member)
  return now - member.heardAt >= settings.graceMs
end

local function forget_eldest(speaker)
  local eldest
  for place, member in ipairs(state.members) do
    local is_older = not eldest or member.heardAt < state.members[eldest].heardAt
    if member.id ~= speaker and is_unheard(member) and is_older then eldest = place end
  end
  if eldest then table.remove(state.members, eldest) end
end

function members.knows(id)
  return place_of_member(id) ~= nil
end

function members.heard(word)
  local place = place_of_member(word.member)
  if word.isLeaving then
    if place then table.remove(state.members, place) end
    return
  end
  -- Who works alone counts as unheard, however lately it said so.
  local member = { id = word.member, heardAt = word.isAlone and 0 or now, own = word.own }
  state.members[place or #state.members + 1] = member
  if #state.members > settings.processes then forget_eldest(word.member) end
end

function members.missing()
  local count = 0
  for _, member in ipairs(state.members) do
    if is_unheard(member) then count = count + 1 end
  end
  return count
end

function members.held_back()
  local missing = members.missing()
  return { requests = share.requests * missing, executionMs = share.executionMs * missing }
end
`;
