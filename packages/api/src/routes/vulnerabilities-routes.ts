import { contract } from '../route-contract.ts'
import * as queries from '../schemas/queries.ts'
import * as vulnerabilities from '../schemas/vulnerabilities.ts'

export const vulnerabilityRoutes = contract({
  listVulnerabilities: {
    method: 'GET',
    path: '/vulnerabilities',
    permission: 'patch.read',
    summary: 'Vulnerabilities',
    query: queries.FindQuery,
    response: vulnerabilities.VulnerabilityList,
  },
  exportVulnerabilities: {
    method: 'GET',
    path: '/vulnerabilities.csv',
    permission: 'patch.read',
    summary: 'All vulnerabilities of a query as CSV',
    query: queries.CsvQuery,
    response: queries.Csv,
    produces: 'text/csv',
  },
  getVulnerability: {
    method: 'GET',
    path: '/vulnerabilities/:cve',
    permission: 'patch.read',
    summary: 'One vulnerability, with what every source says of it',
    params: vulnerabilities.CveParams,
    response: vulnerabilities.VulnerabilityDetail,
  },
})
