import type { TaskItem } from '@patchyard/api'
import { IconChevronRight } from '@tabler/icons-react'
import { Link } from 'react-router'
import { Facts } from '../../../components/Panel/Facts.tsx'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { SmallTable } from '../../../components/SmallTable/SmallTable.tsx'
import { Mark } from '../../../components/Status/Mark.tsx'
import { itemMark } from '../../../components/Status/state-marks.ts'
import { Time } from '../../../components/Time/Time.tsx'
import { shownText } from '../../../text/shown-text.ts'
import css from './ItemList.module.css'
import { OutputLog } from './OutputLog.tsx'
import { t } from '../../../i18n/text.ts'

export function ItemList({ items }: { readonly items: readonly TaskItem[] }) {
  return (
    <ul className={css.list}>
      {items.map(item => (
        <li key={item.n}>
          {/* What failed stands open: that is what one comes for. */}
          <details className={css.item} open={item.status === 'failed'}>
            <summary className={css.summary}>
              <IconChevronRight size={15} aria-hidden className={css.arrow} />
              <span className={css.title}>
                <Reported text={item.patch.title} instead={item.patch.key} />
              </span>
              <Mark {...itemMark(item.status)} />
            </summary>
            <ItemBody item={item} />
          </details>
        </li>
      ))}
    </ul>
  )
}

function ItemBody({ item }: { readonly item: TaskItem }) {
  return (
    <div className={css.body}>
      {item.sentence !== null && (
        <p className={css.sentence}>
          <Reported text={item.sentence} wrap />
        </p>
      )}
      <SmallTable
        label={t('taskPage.packagesOf', { title: shownText(item.patch.title, 80) })}
        heads={['Package', 'From', 'To']}
        rows={item.packages.map(one => [`${one.name} (${one.arch})`, one.from ?? 'not installed', one.to])}
        none={t('taskPage.noPackageIsNamed')}
      />
      <Facts
        as="row"
        facts={[
          {
            name: t('taskPage.patch'),
            value: (
              <Link to={`/patches/${item.patch.id}`}>
                <Reported text={item.patch.key} mono wrap />
              </Link>
            ),
          },
          { name: t('taskPage.began'), value: <Time at={item.beganAt} as="exact" never={t('taskPage.notYet')} /> },
          { name: t('taskPage.ended'), value: <Time at={item.endedAt} as="exact" never={t('taskPage.notYet')} /> },
          {
            name: t('taskPage.checkedByAScan'),
            value: <Time at={item.verifiedAt} as="exact" never={t('taskPage.notYet')} />,
          },
          ...(item.exitCode === null ? [] : [{ name: t('taskPage.exitCode'), value: String(item.exitCode) }]),
        ]}
      />
      {item.output !== null && item.output !== '' && <OutputLog output={item.output} name={item.patch.title} />}
    </div>
  )
}
