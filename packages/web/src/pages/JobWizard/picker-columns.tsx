import type { Asset, Patch } from '@patchyard/api'
import type { Column } from '../../components/DataTable/column.ts'
import { listShape } from '../../frame/list-shape.ts'
import { assetColumns } from '../AssetsPage/asset-columns.tsx'
import { patchColumns } from '../PatchesPage/patch-columns.tsx'

const some = <Row,>(columns: readonly Column<Row>[], keys: readonly string[]): Column<Row>[] =>
  keys.flatMap(key => columns.find(column => column.key === key) ?? [])

export const assetPickerColumns: readonly Column<Asset>[] = some(assetColumns, [
  'name',
  'os',
  'missing',
  'security',
  'agent',
])
export const assetPickerShape = listShape(assetPickerColumns, { defaultSort: 'name' })

export const patchPickerColumns: readonly Column<Patch>[] = some(patchColumns, [
  'title',
  'type',
  'severity',
  'missing',
  'reboot',
])
export const patchPickerShape = listShape(patchPickerColumns, { defaultSort: '-missingCount' })
