import { defineErrors } from '../errors/define-errors.ts'

export const queryErrors = defineErrors({
  query_invalid: {
    status: 400,
    title: 'The query is not one that the language understands whole',
    todo: 'Correct what `errors` names: each has a stable code, where it stands in the text of `field`, and often what was meant. Nothing was searched.',
  },
  as_of_future: {
    status: 400,
    title: 'The instant asked for is in the future',
    todo: 'Ask for an instant that has passed by the clock of the server, or leave `asOf` out for the present.',
  },
  as_of_no_history: {
    status: 400,
    title: 'No history is kept of what is asked for',
    todo: 'Leave out what `field` and `detail` name, or ask for it as it is now, without `asOf` (docs/as-of.md says what has a past).',
  },
})

/** Of every route that can answer for a past instant. */
export const pastErrors = { errors: ['as_of_future', 'as_of_no_history'] } as const
export const listThenErrors = { errors: ['query_invalid', ...pastErrors.errors] } as const

/** Of every route that reads a query. */
export const listErrors = { errors: ['query_invalid'] } as const
