/** What a query can be about. The pages' word "result" is our task: one asset in one run of a job; `audit` is one row of the audit. */
export const entities = ['asset', 'patch', 'job', 'task', 'vulnerability', 'audit'] as const

export type Entity = (typeof entities)[number]

export const isEntity = (text: string): text is Entity => (entities as readonly string[]).includes(text)
