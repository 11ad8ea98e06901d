/** Every named point that a case passes, from the door to the end of its delivery. */
export const WAYPOINTS = [
  'case.before-insert',
  'outbox.before-add',
  'outbox.added',
  'case.before-commit',
  'case.committed',
  'case.before-reply',
  'delivery.before-handler',
  'case.contact-created',
  'case.before-incident',
  'case.incident-created',
  'case.before-registered',
  'case.registered',
  'delivery.before-acknowledge',
  'delivery.before-retry',
] as const;

export type Waypoint = (typeof WAYPOINTS)[number];

/** Named points that no case of the campaign comes to: none of them is refused for good. */
export const OFF_THE_ROAD = ['delivery.before-park'] as const;
