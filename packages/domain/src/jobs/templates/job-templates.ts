import { DAY_MS, formatDate } from '../../zones/civil-date.ts'
import { emptyDefinition, type JobDefinition, type JobPlatform } from '../definition/job-definition.ts'
import type { JobMessages } from '../definition/job-messages.ts'
import { type JobPart, missingParts } from '../definition/missing-parts.ts'

/** A job to begin with: everything that does not depend on whose it is. */
export interface JobTemplate {
  /** Stable. */
  readonly key: string
  readonly name: string
  readonly summary: string
  readonly definition: JobDefinition
  /** What to search for where patches are chosen by hand; null: nothing is left to choose. */
  readonly patchQuery: string | null
  /** In the order in which people fill it in. */
  readonly fillIn: readonly JobPart[]
}

const evening = (nowMs: number): string => `${formatDate(Math.floor(nowMs / DAY_MS) + 1)}T21:00`

const deferrals = { count: 3, minutes: 60 }
const tellUsers: JobMessages = {
  before: {
    title: 'Updates are about to be installed',
    text: 'Please save your work. You can put this off three times, for an hour each time.',
    deferrals,
  },
  during: { title: 'Updates are being installed', text: 'You can go on working.' },
  reboot: {
    request: {
      title: 'A restart completes the updates',
      text: 'Please save your work and restart. You can put this off three times, for an hour each time.',
      deferrals,
    },
    countdown: { title: 'This computer restarts soon', text: 'Please save your work now.', minutes: 15 },
  },
  complete: { title: 'Updates are installed', text: 'Thank you for waiting.', evenWhenFailed: false },
}

const common = { zone: null, every: 1, until: null } as const
const sixHours = (appliesTo: 'start' | 'finish') => ({ appliesTo, minutes: 360 })

function template(
  key: string,
  texts: Pick<JobTemplate, 'name' | 'summary' | 'patchQuery'>,
  platform: JobPlatform,
  parts: Partial<JobDefinition>,
): JobTemplate {
  const definition = { ...emptyDefinition(platform), ...parts }
  return { key, ...texts, definition, fillIn: missingParts(definition) }
}

/** The four jobs that people begin with. Their first run is the first fitting evening from tomorrow on, at nine by each agent's clock. */
export function jobTemplates(nowMs: number): readonly JobTemplate[] {
  const start = evening(nowMs)
  const empty = emptyDefinition('windows')
  const asked = { ...empty.options, reboot: 'ifNeeded' } as const
  return [
    template(
      'windows-security',
      {
        name: 'Microsoft Security Patches',
        summary: 'Security patches of Windows, on the second Tuesday of every month.',
        patchQuery: 'appFamily:windows and isSecurity:true',
      },
      'windows',
      {
        schedule: { type: 'monthlyWeekdays', start, ...common, weekdays: [{ nth: 2, weekday: 'tuesday' }] },
        window: sixHours('start'),
        options: asked,
        messages: tellUsers,
      },
    ),
    template(
      'rhel-security',
      {
        name: 'RHEL Security Patches',
        summary: 'Security patches of Linux, on the first Monday of every month; other packages go on when one fails.',
        patchQuery: 'category:security',
      },
      'linux',
      {
        schedule: { type: 'monthlyWeekdays', start, ...common, weekdays: [{ nth: 1, weekday: 'monday' }] },
        window: sixHours('finish'),
        options: { ...asked, onFailure: 'continue' },
        messages: { ...tellUsers, before: null, during: null, complete: null },
      },
    ),
    template(
      'browser-rollback',
      {
        name: 'Roll back Internet Explorer',
        summary: 'Takes old patches of Internet Explorer back, as soon as it is enabled.',
        patchQuery: 'appFamily:"Internet Explorer" and publishedDate:[2015-12-31]',
      },
      'windows',
      { kind: 'rollback', schedule: { type: 'onDemand' }, options: asked, messages: tellUsers },
    ),
    template(
      'browser-security',
      {
        name: 'Browser Security Patches',
        summary: 'Patches of browsers every day, found anew by a query before each run.',
        patchQuery: null,
      },
      'windows',
      {
        patches: { from: 'query', query: 'appFamily:"Internet Explorer"' },
        schedule: { type: 'daily', start, ...common },
        window: sixHours('start'),
        options: asked,
        messages: tellUsers,
      },
    ),
  ]
}
