import { contract } from '../route-contract.ts'
import * as access from '../schemas/access.ts'

export const peopleRoutes = contract({
  me: { method: 'GET', path: '/me', permission: 'session', summary: 'Who am I', response: access.Me },
})
