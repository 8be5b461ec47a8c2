import { defineErrors } from '../../errors/define-errors.ts'

export const licenceErrors = defineErrors({
  licence_needed: {
    status: 403,
    title: 'The licence does not allow this',
    todo: 'The subscription is Free, or its licence has ended: no deployment or rollback jobs, no reports, no patching by API key. Ask the operator of the installation for a Trial or Full licence; jobs that were disabled can then be enabled again.',
  },
})
