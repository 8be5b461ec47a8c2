import { contract } from '../route-contract.ts'
import * as systems from '../schemas/systems.ts'

export const systemRoutes = contract({
  getSupportedSystems: {
    method: 'GET',
    path: '/supported-systems',
    permission: 'patch.read',
    summary: 'Systems and products that agents and catalog know, with what each can and cannot do',
    query: systems.SystemsQuery,
    response: systems.SupportedSystems,
  },
})
