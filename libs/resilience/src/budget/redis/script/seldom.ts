/**
 * A part of the rules that few messages need. Redis runs the whole script anew for each message, and every function that it meets on
 * its way is made, and thrown away again, which takes longer than to call it. These are made when the first of them is asked for:
 * `name().functionOfIt()`.
 */
export const seldom = (name: string, lua: string): string => /* lua */ `
local made_${name}
local function ${name}()
  if made_${name} then return made_${name} end
  local ${name} = {}
${lua}
  made_${name} = ${name}
  return ${name}
end
`;
