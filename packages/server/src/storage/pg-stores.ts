/**
 * The stores of features whose tables change together with another feature's: a job that starts writes tasks and raises
 * the work version of agents in its own transaction. Each table is still written by its own feature's store alone.
 */
export { createPgLineStore } from '../features/agents/line/pg-line-store.ts'
export { createPgTaskStore } from '../features/tasks/pg-task-store.ts'
export { activationStore } from '../features/agents/line/activation-store.ts'
