import { sessionStore } from './session-store.ts'

/** What other features do to a session that is open: its use noted, and taken to another subscription of its person. */
export const openSessions = { touch: sessionStore.touch, move: sessionStore.move } as const
