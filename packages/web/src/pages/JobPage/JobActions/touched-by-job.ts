/** What is read anew after a job changed. */
export const touchedByJob = ['getJob', 'listJobs', 'listRunTasks', 'getTask'] as const
