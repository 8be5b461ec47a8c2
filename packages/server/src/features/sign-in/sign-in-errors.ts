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
})
