/** The lanes from the first served to the last, as in `limits.ts`; a lane's rank is its place in that order. */
export const lanes = /* lua */ `
local lanes = { 'interactive', 'event', 'batch' }
local ranks = { interactive = 1, event = 2, batch = 3 }

local function sum_of(list, field)
  local sum = 0
  for _, each in ipairs(list) do sum = sum + each[field] end
  return sum
end

local function lanes_above(lane)
  local above = {}
  for rank = 1, ranks[lane] - 1 do above[rank] = lanes[rank] end
  return above
end
`;
