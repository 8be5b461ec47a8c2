export * from './job-definition.ts'
export * from './job-action.ts'
export * from './job-messages.ts'
