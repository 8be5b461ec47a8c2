import { contract } from '../route-contract.ts'
import * as licences from '../schemas/licences.ts'
import { IdParams } from '../schemas/common.ts'

export const licenceRoutes = contract({
  getLicence: {
    method: 'GET',
    path: '/licence',
    permission: 'licence.read',
    summary: 'The licence, who consumes it, and which tags decide that',
    response: licences.Licence,
  },
  setLicenceTags: {
    method: 'PATCH',
    path: '/licence',
    permission: 'licence.manage',
    summary: 'Choose the tags whose assets may consume the licence',
    body: licences.LicenceTags,
    response: licences.Licence,
    stepUp: true,
    keys: 'allowed',
  },
  setLicence: {
    method: 'PATCH',
    path: '/subscriptions/:id/licence',
    permission: 'operator',
    summary: 'Give a subscription Free, Trial or Full',
    params: IdParams,
    body: licences.LicenceSet,
    response: licences.LicenceGiven,
    stepUp: true,
    keys: 'allowed',
  },
})
