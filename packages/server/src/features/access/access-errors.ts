import { defineErrors } from '../../errors/define-errors.ts'

export const accessErrors = defineErrors({
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
  key_too_strong: {
    status: 403,
    title: 'A key cannot have a role that its maker does not have',
    todo: 'Leave the role out, or name your own or a weaker one.',
  },
})
