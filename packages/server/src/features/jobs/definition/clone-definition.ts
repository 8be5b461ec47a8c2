import { checkSchedule, type JobDefinition } from '@patchyard/domain'

/**
 * What a copy keeps (the reference of the field §3.9): everything but a single run that is over, and assets that its maker may not see
 * or that are gone. Tags stay: whom they mean is asked of the scope of the new owner.
 */
export function cloneOf(source: JobDefinition, seen: ReadonlySet<string>, nowMs: number): JobDefinition {
  const { schedule, assets } = source
  const isOver = schedule?.type === 'once' && checkSchedule(schedule, { nowMs }).schedule === null
  return {
    ...source,
    schedule: isOver ? null : schedule,
    assets: {
      ...assets,
      include: assets.include.filter(id => seen.has(id)),
      exclude: assets.exclude.filter(id => seen.has(id)),
    },
  }
}
