import type { Tag } from '@patchyard/api'
import { ActionIcon } from '@mantine/core'
import { IconAlertTriangle, IconBolt, IconChevronDown, IconChevronRight, IconTag } from '@tabler/icons-react'
import type { CSSProperties } from 'react'
import { Count } from '../../components/Count/Count.tsx'
import type { Column } from '../../components/DataTable/column.ts'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Mark } from '../../components/Status/Mark.tsx'
import { TagDot } from '../../components/Tags/TagChip.tsx'
import type { TreeRow } from '../../components/Tags/tag-tree.ts'
import { t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'
import { FavouriteButton } from './FavouriteButton.tsx'
import css from './TagsPage.module.css'

/** The columns of the tree; `toggle` opens and closes a tag. */
export const tagColumns = (toggle: (tag: Tag) => void): readonly Column<TreeRow<Tag>>[] => [
  {
    key: 'name',
    header: 'column.name',
    sort: 'name',
    cell: ({ tag, level }) => (
      <span className={css.name} style={{ '--level': level - 1 } as CSSProperties}>
        <TagDot colour={tag.colour} />
        <Reported text={tag.name} />
      </span>
    ),
  },
  {
    key: 'below',
    header: 'column.tagsBelow',
    width: 100,
    cell: row => <Below row={row} toggle={toggle} />,
  },
  {
    key: 'kind',
    header: 'column.kind',
    sort: 'kind',
    width: 120,
    cell: ({ tag }) => <TagKindMark tag={tag} />,
  },
  {
    key: 'assets',
    header: 'column.assets',
    sort: 'assetCount',
    sortFirst: 'down',
    align: 'end',
    width: 92,
    cell: ({ tag }) => <Count value={tag.assetCount} />,
  },
  {
    key: 'criticality',
    header: 'column.criticality',
    sort: 'criticality',
    sortFirst: 'down',
    align: 'end',
    width: 104,
    rank: 2,
    cell: ({ tag }) => tag.criticality ?? <span className="quiet nothing">–</span>,
  },
  {
    key: 'query',
    header: 'column.rule',
    width: 280,
    rank: 3,
    cell: ({ tag }) => <Reported text={tag.query ?? ''} mono />,
  },
  {
    key: 'favourite',
    header: 'column.favourite',
    quietHead: true,
    align: 'end',
    width: 84,
    cell: ({ tag }) => <FavouriteButton tag={tag} />,
  },
]

export function TagKindMark({ tag }: { readonly tag: Tag }) {
  if (tag.isBroken) return <Mark tone="danger" icon={IconAlertTriangle} label={t('tags.broken')} />
  return tag.kind === 'dynamic' ? (
    <Mark tone="busy" icon={IconBolt} label={t('tag.dynamic')} />
  ) : (
    <Mark tone="quiet" icon={IconTag} label={t('tag.static')} />
  )
}

function Below({ row, toggle }: { readonly row: TreeRow<Tag>; readonly toggle: (tag: Tag) => void }) {
  if (!row.hasChildren) return <span className="quiet nothing">–</span>
  return (
    <span className={css.below}>
      <ActionIcon
        size="sm"
        aria-expanded={row.isOpen}
        aria-label={t('tags.belowOf', { name: shownText(row.tag.name, 80) })}
        onClick={() => toggle(row.tag)}
      >
        {row.isOpen ? <IconChevronDown size={15} aria-hidden /> : <IconChevronRight size={15} aria-hidden />}
      </ActionIcon>
      <Count value={row.tag.belowCount} />
    </span>
  )
}
