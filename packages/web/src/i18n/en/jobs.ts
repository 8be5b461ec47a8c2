/** Jobs: what other pages say of them, too. */
export const jobs = {
  'job.list': 'Jobs',
  'job.createMenu': 'Create Job',
  'job.create': 'Create job…',
  'job.mostAssets_one': 'A job names at most {{count, number}} single asset; choose a tag instead.',
  'job.mostAssets_other': 'A job names at most {{count, number}} single assets; choose a tag instead.',
  'job.eachRun': 'Each run',
  'job.eachRunMore': 'Counted before each run.',
  'job.none': 'No job yet',
  'job.noneMore': 'Create one, or choose missing patches on an asset, or assets on a patch, and make a job of them.',
  'schedule.none': 'Not chosen yet',
  'schedule.onDemand': 'On Demand',
  'schedule.once': 'Once',
  'schedule.daily': 'Daily',
  'schedule.weekly': 'Weekly',
  'schedule.monthly': 'Monthly',
} as const
