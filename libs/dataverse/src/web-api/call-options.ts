import type { Lane } from '#lib/resilience';
import { guid } from './odata.js';

/** How one call is made. */
export interface CallOptions {
  /** The caller's own; its abort ends the call and counts as nobody's failure. */
  signal?: AbortSignal | undefined;
  lane?: Lane | undefined;
  /**
   * The object id at Entra ID of the person to act for; rights are those that both have. Needs the privilege
   * `prvActOnBehalfOfAnotherUser`, else `not-permitted`
   * (learn.microsoft.com/power-apps/developer/data-platform/webapi/impersonate-another-user-web-api).
   */
  onBehalfOf?: string | undefined;
  /** Read no cache of table definitions that another server may have changed. Slower. */
  consistency?: 'strong' | undefined;
}

/** Logic that a write leaves out; each needs a privilege of its own, else `not-permitted`. */
export type Bypass =
  /** All custom synchronous logic, as the older option says it. */
  | 'custom-plug-ins'
  /** Custom logic by its kind. */
  | { readonly logic: readonly ('sync' | 'async')[] }
  /** The plug-in steps with these GUIDs; the service takes three unless it is set up otherwise. */
  | { readonly steps: readonly string[] };

/** How one write is made (learn.microsoft.com/power-apps/developer/data-platform/optional-parameters). */
export interface WriteOptions extends CallOptions {
  /** Let Dataverse's duplicate detection rules refuse the row, as `duplicate-detected`. Default: they are not asked. */
  detectDuplicates?: boolean | undefined;
  bypass?: Bypass | undefined;
  /** Start no Power Automate flow. */
  suppressFlows?: boolean | undefined;
  /** The unique name of the unmanaged solution that a new component belongs to. */
  solution?: string | undefined;
  /** A word that plug-ins find as the shared variable `tag`. */
  tag?: string | undefined;
}

/** All that there are. */
export const writeOptions = {
  ...{ signal: true, lane: true, onBehalfOf: true, consistency: true },
  ...{ detectDuplicates: true, bypass: true, suppressFlows: true, solution: true, tag: true },
} satisfies Record<keyof WriteOptions, true>;

/** The headers that say these options; a `TypeError` for a value that a header cannot hold. */
export function optionHeaders(options: WriteOptions): Record<string, string> {
  const { onBehalfOf, consistency, detectDuplicates, bypass, suppressFlows, solution } = options;
  return {
    ...(onBehalfOf !== undefined && { callerobjectid: guid(onBehalfOf, 'onBehalfOf') }),
    ...(consistency === 'strong' && { consistency: 'Strong' }),
    // Inverted by the service: it is detection that is not to be suppressed.
    ...(detectDuplicates && { 'mscrm.suppressduplicatedetection': 'false' }),
    ...(bypass !== undefined && bypassHeader(bypass)),
    ...(suppressFlows && { 'mscrm.suppresscallbackregistrationexpanderjob': 'true' }),
    ...(solution !== undefined && { 'mscrm.solutionuniquename': solutionName(solution) }),
  };
}

function bypassHeader(bypass: Bypass): Record<string, string> {
  if (bypass === 'custom-plug-ins') return { 'mscrm.bypasscustompluginexecution': 'true' };
  if ('logic' in bypass) {
    return { 'mscrm.bypassbusinesslogicexecution': listOf(bypass.logic.map((kind) => logicNames[kind])) };
  }
  return {
    'mscrm.bypassbusinesslogicexecutionstepids': listOf(
      bypass.steps.map((step) => guid(step, 'A step in bypass')),
    ),
  };
}

const logicNames = { sync: 'CustomSync', async: 'CustomAsync' };

function listOf(values: readonly (string | undefined)[]): string {
  if (values.length === 0 || values.includes(undefined))
    throw new TypeError('A bypass names what it leaves out.');
  return values.join(',');
}

function solutionName(name: string): string {
  if (!/^[A-Za-z_]\w*$/.test(name)) throw new TypeError('This is not the unique name of a solution.');
  return name;
}
