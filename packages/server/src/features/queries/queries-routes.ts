import { check, print } from '@patchyard/query'
import { apiRoute } from '../../http/api-route.ts'
import type { AnyRoute } from '../../http/route.ts'
import { listErrors } from '../../queries/query-errors.ts'
import { shownProblems } from '../../queries/read-query.ts'
import type { CompleteService } from './complete-service.ts'
import type { ExplainService } from './explain-service.ts'
import type { WhyService } from './why-service.ts'

/** What the language answers about its own texts. */
export function queriesRoutes(services: {
  complete: CompleteService
  explain: ExplainService
  why: WhyService
}): AnyRoute[] {
  return [
    apiRoute('checkQuery', (_principal, { body }) => {
      const { tree, errors, warnings } = check(body.text, { entity: body.entity })
      return Promise.resolve({
        canonical: tree === null ? null : print(tree),
        errors: shownProblems(errors),
        warnings: shownProblems(warnings),
      })
    }),
    apiRoute('completeQuery', (principal, { body }) => services.complete.complete(principal, body)),
    apiRoute('explainQuery', (principal, { body }) => services.explain.explain(principal, body), listErrors),
    apiRoute('whyQuery', (principal, { body }) => services.why.why(principal, body), listErrors),
  ]
}
