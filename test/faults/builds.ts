import { WAYPOINTS, type Waypoint } from './waypoints.js';

/** A build of the intake that the campaign can be run against. */
export interface Build {
  program: URL;
  /** Where it is killed. */
  waypoints: readonly Waypoint[];
  /** Nothing else befalls it: what it is for shows there. */
  nothingElse?: true;
}

/** The intake as it ships. */
export const AS_IT_SHIPS: Build = {
  program: new URL('./intake.child.js', import.meta.url),
  waypoints: WAYPOINTS,
};

/** Builds with a deliberate bug, by its name; each is killed around the place where its bug can show, and nothing else befalls it. */
export const BUGS: Readonly<Record<string, Build>> = {
  'acknowledge-before-commit': {
    program: new URL('./acknowledge-before-commit.child.js', import.meta.url),
    waypoints: ['case.before-reply'],
    nothingElse: true,
  },
};
