export type { Clock } from './ports/clock.ts'
export type { Random } from './ports/random.ts'
