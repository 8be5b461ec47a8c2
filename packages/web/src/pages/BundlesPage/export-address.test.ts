import { expect, it } from 'vitest'
import { exportAddress, exportCommand } from './export-address.ts'

it.each([
  [{ since: '', ownUse: false, feeds: [] }, '/api/v1/catalog/bundle', 'patchyard catalog export --out catalog.tar'],
  [
    { since: '2026-11-01', ownUse: true, feeds: ['kev', 'epss'] },
    '/api/v1/catalog/bundle?since=2026-11-01&feeds=kev%2Cepss&ownUse=true',
    'patchyard catalog export --out catalog.tar --since 2026-11-01 --feeds kev,epss --own-use',
  ],
])('%j is fetched at %s', (form, address, command) => {
  expect([exportAddress(form), exportCommand(form)]).toEqual([address, command])
})
