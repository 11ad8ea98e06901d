/** `members.ts`: the processes that share the ledger, in the order in which they came: id, heardAt, requests, executionMs. */
export const membership = /* lua */ `
  local function remove_member(place)
    for _ = 1, 4 do table.remove(members, place) end
  end

  function seldom_done.leave(place)
    if place then remove_member(place) end
  end

  -- A new process stands for one that is gone.
  function seldom_done.forget_eldest()
    local eldest
    for place = 1, #members, 4 do
      local heardAt = members[place + 1]
      local is_gone = members[place] ~= member and now - heardAt >= settings.graceMs
      if is_gone and (not eldest or heardAt < members[eldest + 1]) then eldest = place end
    end
    if eldest then remove_member(eldest) end
  end
`;

/** Who works alone counts as unheard, however lately it said so. */
export const memberHeard = /* lua */ `
if seldom_told and seldom_told.isLeaving then
  seldom_done().leave(place_of_member)
else
  local place = place_of_member or #members + 1
  local heardAt = seldom_told and seldom_told.isAlone and 0 or now
  members[place], members[place + 1], members[place + 2], members[place + 3] = member, heardAt, own_requests, own_ms
  if #members > settings.processes * 4 then seldom_done().forget_eldest() end
end
`;

/** Of whom nothing is heard, and what is held back for them. */
export const membersMissing = /* lua */ `
local missing = 0
for place = 2, #members, 4 do
  if now - members[place] >= settings.graceMs then missing = missing + 1 end
end
local held_requests = settings.requests * settings.margin / settings.processes * missing
local held_ms = settings.executionMs * settings.margin / settings.processes * missing
`;
