import { isRecurring, type JobDefinition, missingParts, type ScheduleType, scheduleText } from '@patchyard/domain'

/** As the query language stores what lists are filtered by. */
const storedTypes: { readonly [T in ScheduleType]: string } = {
  onDemand: 'onDemand',
  once: 'once',
  daily: 'daily',
  weekly: 'weekly',
  monthlyDates: 'monthly',
  monthlyWeekdays: 'monthly',
  patchTuesday: 'monthly',
}

/** What rows of jobs know of the definition, so that lists need not read it. */
export const jobColumns = (definition: JobDefinition) => {
  const { kind, platform, description, assets, patches, schedule } = definition
  const missing = missingParts(definition)
  return {
    kind,
    platform,
    description,
    schedule_type: schedule === null ? 'none' : storedTypes[schedule.type],
    schedule: schedule === null ? null : scheduleText(schedule),
    is_recurring: schedule !== null && isRecurring(schedule),
    is_query_based: patches.from === 'query',
    is_complete: missing.length === 0,
    missing: [...missing],
    asset_count: assets.include.length,
    patch_count: patches.from === 'list' ? patches.patches.length : 0,
  }
}
