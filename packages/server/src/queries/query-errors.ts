import { defineErrors } from '../errors/define-errors.ts'

export const queryErrors = defineErrors({
  query_invalid: {
    status: 400,
    title: 'The query is not one that the language understands whole',
    todo: 'Correct what `errors` names: each has a stable code, where it stands in the text of `field`, and often what was meant. Nothing was searched.',
  },
})

/** Of every route that reads a query. */
export const listErrors = { errors: ['query_invalid'] } as const
