import { type PasskeyOptions, type Passkeys, passkeyError } from '../api/passkeys.ts'

// The library comes with the first passkey, not with the sign-in page.
const library = () => import('@simplewebauthn/browser')
type Registration = Parameters<Awaited<ReturnType<typeof library>>['startRegistration']>[0]['optionsJSON']
type Authentication = Parameters<Awaited<ReturnType<typeof library>>['startAuthentication']>[0]['optionsJSON']

/** Never both: the answer's members come as the browser made them, and the server checks each. */
async function ceremony<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work()
  } catch (error) {
    throw passkeyError(error)
  }
}

export const browserPasskeys: Passkeys = {
  // Only where the page was loaded safely: by https or from this machine.
  isAvailable: () => globalThis.isSecureContext && 'PublicKeyCredential' in globalThis,
  make: (options: PasskeyOptions) =>
    ceremony(async () => {
      const { startRegistration } = await library()
      return asAnswer(await startRegistration({ optionsJSON: options as unknown as Registration }))
    }),
  answer: (options: PasskeyOptions) =>
    ceremony(async () => {
      const { startAuthentication } = await library()
      return asAnswer(await startAuthentication({ optionsJSON: options as unknown as Authentication }))
    }),
}

type Made = Awaited<ReturnType<Awaited<ReturnType<typeof library>>['startRegistration']>>
type Answered = Awaited<ReturnType<Awaited<ReturnType<typeof library>>['startAuthentication']>>

/** Members that this browser did not give are left out: the contract knows no `undefined`. */
const asAnswer = (made: Made | Answered) => JSON.parse(JSON.stringify(made)) as Awaited<ReturnType<Passkeys['make']>>
