/** What a caller must hold beyond reading and writing rows; roles as such are not modelled. */
export const privileges = [
  'prvActOnBehalfOfAnotherUser',
  'prvBypassCustomPlugins',
  'prvBypassCustomBusinessLogic',
] as const;

export type Privilege = (typeof privileges)[number];
