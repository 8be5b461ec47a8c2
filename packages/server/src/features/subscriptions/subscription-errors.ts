import { defineErrors } from '../../errors/define-errors.ts'

export const subscriptionErrors = defineErrors({
  subscription_suspended: {
    status: 403,
    title: 'The subscription is suspended',
    todo: 'Ask the operator of the installation to resume it: nothing in it is lost. Who is a member of another subscription can switch to that one.',
  },
})
