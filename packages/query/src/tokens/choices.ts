// The fixed sets of values. States take their inside names and labels from the domain, so that a state that is added there
// can be asked for here at once.
import {
  agentStandingLabels,
  failureReasons,
  itemStateLabels,
  itemStates,
  jobStateLabels,
  jobStates,
  type ScanStatus,
  scanStatuses,
  scanStatusLabels,
  skipReasons,
  taskStateLabels,
  taskStates,
} from '@patchyard/domain'
import type { ChoiceValue } from './token.ts'

/** A label of several words is also taken without its blanks and hyphens: `NotScanned`. */
const labelled = <S extends string>(
  stored: readonly S[],
  labels: { readonly [K in S]: string },
  aliases: { readonly [K in S]?: readonly string[] } = {},
): readonly ChoiceValue[] =>
  stored.map(state => {
    const name = labels[state]
    const joined = name.replace(/[ -]/g, '')
    const others = [...(joined === name ? [] : [joined]), ...(aliases[state] ?? [])]
    return others.length === 0 ? { name, stored: state } : { name, stored: state, aliases: others }
  })

export const agentStatusValues: readonly ChoiceValue[] = labelled(
  ['pending', 'active', 'stale', 'quarantined', 'rejected', 'revoked'],
  { ...agentStandingLabels, stale: 'Stale' },
)

export const scanStatusValues: readonly ChoiceValue[] = labelled<ScanStatus>(scanStatuses, scanStatusLabels)

export const jobStatusValues: readonly ChoiceValue[] = labelled(jobStates, jobStateLabels)

export const taskStatusValues: readonly ChoiceValue[] = labelled(taskStates, taskStateLabels)

export const itemResultValues: readonly ChoiceValue[] = labelled(itemStates, itemStateLabels)

/** The codes of docs/errors.md; the codes themselves are the values. */
export const reasonValues: readonly ChoiceValue[] = [...Object.keys(failureReasons), ...Object.keys(skipReasons)]
  .toSorted()
  .map(code => ({ name: code, stored: code }))

export const jobTypeValues: readonly ChoiceValue[] = [
  { name: 'Install', stored: 'deployment', aliases: ['Deployment'] },
  { name: 'Rollback', stored: 'rollback', aliases: ['Uninstall'] },
]

export const scheduleTypeValues: readonly ChoiceValue[] = [
  { name: 'None', stored: 'none' },
  { name: 'On-demand', stored: 'onDemand', aliases: ['OnDemand', 'On Demand'] },
  { name: 'Once', stored: 'once' },
  { name: 'Daily', stored: 'daily' },
  { name: 'Weekly', stored: 'weekly' },
  { name: 'Monthly', stored: 'monthly' },
]

export const platformValues: readonly ChoiceValue[] = [
  { name: 'Windows', stored: 'windows' },
  { name: 'Linux', stored: 'linux' },
  { name: 'Mac', stored: 'macos', aliases: ['macOS'] },
]

/** Lowest first. The other words are those of CVSS and of distributions for the same steps. */
export const severityValues: readonly ChoiceValue[] = [
  { name: 'None', stored: 'none' },
  { name: 'Low', stored: 'low' },
  { name: 'Moderate', stored: 'moderate', aliases: ['Medium'] },
  { name: 'Important', stored: 'important', aliases: ['High'] },
  { name: 'Critical', stored: 'critical' },
]

export const patchStatusValues: readonly ChoiceValue[] = [
  { name: 'Missing', stored: 'missing' },
  { name: 'Installed', stored: 'installed' },
]

export const downloadMethodValues: readonly ChoiceValue[] = [
  { name: 'Automatic', stored: 'automatic' },
  { name: 'AcquireFromVendor', stored: 'acquireFromVendor', aliases: ['Acquire from vendor'] },
  { name: 'Unavailable', stored: 'unavailable' },
]

/** Stakeholder-Specific Vulnerability Categorization, decision points of CISA's Coordinator tree. */
export const exploitationValues: readonly ChoiceValue[] = [
  { name: 'None', stored: 'none' },
  { name: 'PoC', stored: 'poc', aliases: ['Public PoC'] },
  { name: 'Active', stored: 'active' },
]

export const automatableValues: readonly ChoiceValue[] = [
  { name: 'No', stored: 'no', aliases: ['false'] },
  { name: 'Yes', stored: 'yes', aliases: ['true'] },
]

export const technicalImpactValues: readonly ChoiceValue[] = [
  { name: 'Partial', stored: 'partial' },
  { name: 'Total', stored: 'total' },
]

/** The words of docs/audit.md, as they stand in a row. */
export const actorKindValues: readonly ChoiceValue[] = [
  { name: 'session', stored: 'session' },
  { name: 'apiKey', stored: 'apiKey', aliases: ['API key'] },
  { name: 'operator', stored: 'operator' },
  { name: 'system', stored: 'system' },
  { name: 'anonymous', stored: 'anonymous' },
]
