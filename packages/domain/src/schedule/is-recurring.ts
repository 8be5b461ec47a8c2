import type { RecurringSchedule, Schedule } from './schedule.ts'

export const isRecurring = (schedule: Schedule): schedule is RecurringSchedule =>
  schedule.type !== 'onDemand' && schedule.type !== 'once'
