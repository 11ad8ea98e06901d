/**
 * Permits and members are lists of four values each, one after the other, the first of which is a name: a table for each would take
 * longer to read and to write than all that is done with it.
 */
export const records = /* lua */ `
local min, max, floor = math.min, math.max, math.floor

local function place_of(name, list)
  for place = 1, #list, 4 do
    if list[place] == name then return place end
  end
  return nil
end
`;
