import type { Tag } from '@patchyard/api'
import type { TableColumn } from '../../output/table.ts'

export const tagColumns: readonly TableColumn<Tag>[] = [
  { title: 'id', value: tag => tag.id },
  { title: 'tag', value: tag => tag.path.join(' › ') },
  { title: 'kind', value: tag => (tag.isBroken ? 'broken' : tag.kind) },
  { title: 'assets', value: tag => tag.assetCount },
  { title: 'below', value: tag => tag.belowCount },
  { title: 'criticality', value: tag => tag.criticality },
  { title: 'favourite', value: tag => tag.favourite },
  { title: 'query', value: tag => tag.query },
]
