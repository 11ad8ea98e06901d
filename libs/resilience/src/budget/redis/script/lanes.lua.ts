/** A lane is known by its rank here: 1 is served first, as in `lanesByRank`. */
export const lanes = /* lua */ `
local lowest_lane = 3
`;
