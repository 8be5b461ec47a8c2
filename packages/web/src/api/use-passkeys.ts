import type { Passkey, ProveWays, SignInResult } from '@patchyard/api'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { usePorts } from './ports.ts'

/** Signs in: with a passkey alone (null), or as second factor of the step that was begun. */
export function usePasskeySignIn() {
  const { client, passkeys } = usePorts()
  return useMutation<SignInResult, Error, string | null>({
    async mutationFn(step) {
      const { options } = await client.call('startPasskeySignIn', { body: step === null ? {} : { step } })
      const passkey = await passkeys.answer(options)
      return step === null
        ? client.call('signInWithPasskey', { body: { passkey } })
        : client.call('signInWithSecondFactor', { body: { step, passkey } })
    },
  })
}

export function usePasskeyProof() {
  const { client, passkeys } = usePorts()
  return useMutation<ProveWays, Error, null>({
    async mutationFn() {
      const { options } = await client.call('startPasskeyProof')
      return client.call('proveSession', { body: { passkey: await passkeys.answer(options) } })
    },
  })
}

/** Makes a passkey on this device and keeps it under a title. */
export function useMakePasskey() {
  const { client, passkeys } = usePorts()
  const queries = useQueryClient()
  return useMutation<Passkey, Error, string>({
    async mutationFn(title) {
      const { options } = await client.call('startPasskey')
      return client.call('addPasskey', { body: { title, passkey: await passkeys.make(options) } })
    },
    onSuccess: () => queries.invalidateQueries({ predicate: query => query.queryKey[0] === 'getSecondFactors' }),
  })
}
