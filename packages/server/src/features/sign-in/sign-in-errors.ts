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
})
