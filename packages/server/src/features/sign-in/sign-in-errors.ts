import { defineErrors } from '../../errors/define-errors.ts'

export const signInErrors = defineErrors({
  sign_in_refused: {
    status: 401,
    title: 'Address or password is wrong',
    todo: 'Check both. The answer is the same for unknown addresses, wrong passwords and disabled people.',
  },
  first_admin_refused: {
    status: 401,
    title: 'The one-time token is not valid',
    todo: 'Tokens end after 15 minutes and work once. Restart the server while there is no administrator: it prints a new one.',
  },
  one_time_link_refused: {
    status: 401,
    title: 'The link is not valid any more',
    todo: 'Links work once and for a limited time, and a newer one ends the older. Ask your administrator for a new one.',
  },
  password_weak: {
    status: 400,
    title: 'This password is too easy to guess',
    todo: 'Take at least 12 characters that are neither your name or address nor a well-known password; `detail` says which of these it was.',
  },
  second_factor_refused: {
    status: 401,
    title: 'The second factor is wrong, used up or too late',
    todo: 'Codes work once and for about a minute: wait for the next one. After five wrong answers, or five minutes, sign in anew.',
  },
  passkey_refused: {
    status: 401,
    title: 'The passkey was not accepted',
    todo: 'Begin again: each challenge works once and for five minutes. The device must check who you are (PIN, finger, face), and the passkey must be one made for this address.',
  },
  passkeys_unavailable: {
    status: 409,
    title: 'Passkeys need a host name',
    todo: 'Browsers make no passkeys for bare IP addresses. Give the server a name as `--public-url`.',
  },
  proof_refused: {
    status: 403,
    title: 'This does not prove who you are',
    todo: 'Prove with one of the ways that `GET /api/v1/session/prove` names; who has a second factor proves by it.',
  },
  identity_state: {
    status: 400,
    title: 'This sign-in was not begun here, or is over',
    todo: 'Begin again on the sign-in page: an answer of an identity provider is taken once, within ten minutes, in the browser that asked.',
  },
  identity_refused: {
    status: 401,
    title: 'The answer of the identity provider was not accepted',
    todo: 'Begin again. If it stays, the audit of the subscription says what was wrong: look for `session.refuse`.',
  },
  identity_claims: {
    status: 403,
    title: 'The identity provider says too little about you',
    todo: 'An account needs a verified e-mail address and a name that nobody else has; `detail` says what was missing. Ask the administrator of the identity provider.',
  },
  identity_taken: {
    status: 409,
    title: 'Somebody here has this e-mail address already',
    todo: 'Accounts are never joined by an e-mail address. An administrator links the two: `patchyard identity-provider link`; the subject stands in the audit.',
  },
  identity_unreachable: {
    status: 424,
    title: 'The identity provider cannot be reached',
    todo: '`detail` says why. The server asks addresses on the public internet by https; for one of your own network the operator adds `--egress-allow`.',
  },
  device_code_unknown: {
    status: 404,
    title: 'No program waits under this code',
    todo: 'Codes work once and for ten minutes. Run `patchyard login` again and type the new one.',
  },
  device_refused: {
    status: 403,
    title: 'The person refused',
    todo: 'Nothing was given. Run `patchyard login` again if that was a mistake.',
  },
  device_slow_down: {
    status: 429,
    title: 'The program asks too often',
    todo: 'Wait for the seconds in `Retry-After` between questions.',
  },
})
