import { sessionStore } from './session-store.ts'

/** What other features do to sessions that are open: use noted, taken to another subscription of their person, ended in one. */
export const openSessions = { touch: sessionStore.touch, move: sessionStore.move, endIn: sessionStore.endIn } as const
