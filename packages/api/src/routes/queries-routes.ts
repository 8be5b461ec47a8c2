import { contract } from '../route-contract.ts'
import * as queries from '../schemas/queries.ts'

export const queryRoutes = contract({
  checkQuery: {
    method: 'POST',
    path: '/query/check',
    permission: 'session',
    summary: 'What is wrong or doubtful in a query',
    body: queries.QueryCheckRequest,
    response: queries.QueryCheckResult,
  },
  completeQuery: {
    method: 'POST',
    path: '/query/complete',
    permission: 'session',
    summary: 'What fits at a place in a query, values with how often they occur',
    body: queries.QueryCompleteRequest,
    response: queries.QueryCompletion,
  },
  explainQuery: {
    method: 'POST',
    path: '/query/explain',
    permission: 'session',
    summary: 'A query as a tree, each clause with what it matches alone',
    body: queries.QueryExplainRequest,
    response: queries.QueryExplanation,
  },
  whyQuery: {
    method: 'POST',
    path: '/query/why',
    permission: 'session',
    summary: 'Why a query finds an object or not, clause by clause, with the values found',
    body: queries.QueryWhyRequest,
    response: queries.QueryWhy,
  },
})
