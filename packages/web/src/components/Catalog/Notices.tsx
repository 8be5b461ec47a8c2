import type { AdvisoryNote } from '@patchyard/api'
import { t } from '../../i18n/text.ts'
import { OutLink } from '../OutLink/OutLink.tsx'
import { Reported } from '../Reported/Reported.tsx'
import { SmallTable } from '../SmallTable/SmallTable.tsx'
import { Severity } from '../Status/Severity.tsx'
import { Time } from '../Time/Time.tsx'

/** Advisories, each with its own page at who wrote it. */
export const Notices = ({
  notices,
  look,
}: {
  readonly notices: readonly AdvisoryNote[]
  readonly look: 'panel' | 'page'
}) => (
  <SmallTable
    label={t('catalog.advisories')}
    look={look}
    heads={[t('catalog.advisories'), t('catalog.title'), t('patchPage.severity'), t('catalog.date')]}
    rows={notices.map(one => [
      one.url === null ? <Reported key="n" text={one.name} wrap /> : <OutLink key="n" to={one.url} label={one.name} />,
      one.title,
      <Severity key="s" value={one.severity} />,
      <Time key="t" at={one.issuedAt} />,
    ])}
    none={t('catalog.noAdvisory')}
  />
)
