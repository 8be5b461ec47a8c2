import { ApiError, type Client } from '@patchyard/api'

/** Between calls that need a fresh proof of who the person is, and the dialog that asks for it. */
export interface StepUp {
  /** Asks; calls that come while it asks wait for the same answer. false: the person gave none. */
  ask(): Promise<boolean>
  settle(isProven: boolean): void
  readonly isAsking: () => boolean
  readonly subscribe: (listener: () => void) => () => void
}

export function createStepUp(): StepUp {
  let asked: { readonly answer: Promise<boolean>; readonly settle: (isProven: boolean) => void } | null = null
  const listeners = new Set<() => void>()
  const tell = (): void => {
    for (const listener of listeners) listener()
  }
  return {
    ask() {
      if (asked !== null) return asked.answer
      const { promise, resolve } = Promise.withResolvers<boolean>()
      asked = { answer: promise, settle: resolve }
      tell()
      return promise
    },
    settle(isProven) {
      asked?.settle(isProven)
      asked = null
      tell()
    },
    isAsking: () => asked !== null,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** A client whose refused calls are repeated, once, when the person has proven who they are. Otherwise the refusal stands. */
export const withStepUp = (client: Client, stepUp: Pick<StepUp, 'ask'>): Client => ({
  async call(name, input) {
    try {
      return await client.call(name, input)
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'step_up_needed' || !(await stepUp.ask())) throw error
      return client.call(name, input)
    }
  },
})
