/** Jobs: what other pages say of them, too. */
export const jobs = {
  'job.list': 'Jobs',
  'job.new': 'New job',
  'job.create': 'Create job…',
  'job.none': 'No job yet',
  'job.noneMore': 'Choose missing patches on an asset, or assets on a patch, and make a job of them.',
  'schedule.onDemand': 'On Demand',
  'schedule.once': 'Once',
  'schedule.daily': 'Daily',
  'schedule.weekly': 'Weekly',
  'schedule.monthly': 'Monthly',
} as const
