import { defineErrors } from '../../../errors/define-errors.ts'

export const jobDefinitionErrors = defineErrors({
  job_invalid: {
    status: 400,
    title: 'The definition of the job is not valid',
    todo: 'Correct what `problems` names: each has a stable code and a JSON pointer into the definition. Nothing was saved.',
  },
  job_incomplete: {
    status: 409,
    title: 'The job is a draft',
    todo: 'Fill in what `missing` names (assets, patches or actions, a schedule); then it can be enabled.',
  },
  precondition_needed: {
    status: 428,
    title: 'This replaces a whole, so say what was read',
    todo: 'Read the thing, and send its ETag (`revision`, in quotes) as `If-Match`.',
  },
  precondition_failed: {
    status: 412,
    title: 'Somebody else changed it meanwhile',
    todo: 'Read the thing again, look at what became of it, and repeat the change with the new ETag.',
  },
})
