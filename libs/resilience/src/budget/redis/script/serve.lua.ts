import { seldom } from './seldom.js';
import { line } from './line.lua.js';

/** The other half of `budget-ledger.ts`: who goes now, of those that asked: id, lane, waitedMs, estimatedMs, surpriseMs. */
export const turns = /* lua */ `
local function grant(id, lane, estimatedMs, surpriseMs)
  if surpriseMs > 0 and surpriseMs >= surprise_ms then
    surprise_ms, state.surpriseMs, state.surpriseAt = surpriseMs, surpriseMs, now
  end
  flight_add(id, lane, now, estimatedMs)
  took(lane, 1, estimatedMs)
  granted[#granted + 1] = id
end

${seldom(
  'line',
  /* lua */ `
${line}
  local function head_of(ask)
    return { member = member, lane = ask.lane, since = now - ask.waitedMs, estimatedMs = ask.estimatedMs }
  end

  local function queues_of_asks()
    local queues = { {}, {}, {} }
    for place = 1, #asks, 5 do
      local id, lane, waitedMs, estimatedMs, surpriseMs = unpack(asks, place, place + 4)
      local ask = { id = id, lane = lane, waitedMs = waitedMs, estimatedMs = estimatedMs, surpriseMs = surpriseMs }
      table.insert(queues[lane], ask)
    end
    return queues
  end

  -- Of those that have something to ask: an overdue one first.
  local function next_lane(queues)
    local first
    for lane = 1, lowest_lane do
      if #queues[lane] > 0 then
        if is_overdue(lane) then return lane end
        first = first or lane
      end
    end
    return first
  end

  local function wait_for_first(queue)
    if queue[1] then line.wait(head_of(queue[1])) end
  end

  local function hindrance_in_line(head)
    return hindrance_of(head.lane, head.estimatedMs, before(head), is_overdue(head.lane))
  end

  function line.serve()
    local queues = queues_of_asks()
    for lane = 1, lowest_lane do wait_for_first(queues[lane]) end
    local lane = next_lane(queues)
    while lane do
      local ask = table.remove(queues[lane], 1)
      local head = head_of(ask)
      local ms, hindrance = hindrance_in_line(head)
      if ms then
        if not wait or ms < wait.ms then wait = { ms = ms, hindrance = hindrance } end
        queues[lane] = {}
      else
        go(head)
        grant(ask.id, lane, ask.estimatedMs, ask.surpriseMs)
        wait_for_first(queues[lane])
      end
      lane = next_lane(queues)
    end
  end

  -- Another process that waits, and could go now.
  function line.next_to_call()
    for _, head in ipairs(firsts()) do
      if head.member ~= member and not hindrance_in_line(head) then return head.member end
    end
    return nil
  end
`,
)}
`;

/** Where nobody else waits, and nobody here in another lane, each goes as it came, until one cannot. */
export const serve = /* lua */ `
if seldom_kept.heads then line().leave() end
local is_alone = not seldom_kept.heads and not seldom_kept.passedOver
for each = 7, #asks, 5 do is_alone = is_alone and asks[each] == asks[2] end
if is_alone then
  for each = 1, #asks, 5 do
    local id, lane, waitedMs, estimatedMs, surpriseMs = unpack(asks, each, each + 4)
    local ms, hindrance = hindrance_of(lane, estimatedMs, nobody, false)
    if ms then
      wait = { ms = ms, hindrance = hindrance }
      line().wait({ member = member, lane = lane, since = now - waitedMs, estimatedMs = estimatedMs })
      break
    end
    grant(id, lane, estimatedMs, surpriseMs)
  end
else
  line().serve()
end
if made_line then
  called = line().next_to_call()
  line().keep()
end
`;
