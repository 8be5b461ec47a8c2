import { defineErrors } from '../../errors/define-errors.ts'

export const accessErrors = defineErrors({
  key_too_strong: {
    status: 403,
    title: 'A key cannot do what its maker cannot do',
    todo: 'Name fewer permissions or a weaker role, or leave both out: the key then has what its maker has.',
  },
})
