import { contract } from '../route-contract.ts'
import * as server from '../schemas/server.ts'

export const serverRoutes = contract({
  about: {
    method: 'GET',
    path: '/about',
    permission: 'session',
    summary: 'Version, addresses, root of trust',
    response: server.About,
  },
})
