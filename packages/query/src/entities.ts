/** What a query can be about. The pages' word "result" is our task: one asset in one run of a job. */
export const entities = ['asset', 'patch', 'job', 'task', 'vulnerability'] as const

export type Entity = (typeof entities)[number]

export const isEntity = (text: string): text is Entity => (entities as readonly string[]).includes(text)
