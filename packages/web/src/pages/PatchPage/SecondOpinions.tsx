import type { SecondOpinion } from '@patchyard/api'
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed } from '@tabler/icons-react'
import { OutLink } from '../../components/OutLink/OutLink.tsx'
import { Panel } from '../../components/Panel/Panel.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { SmallTable } from '../../components/SmallTable/SmallTable.tsx'
import { Mark } from '../../components/Status/Mark.tsx'
import { Time } from '../../components/Time/Time.tsx'
import { t } from '../../i18n/text.ts'

/** What other catalogs say of the same version, file by file. */
export const SecondOpinions = ({ of }: { readonly of: readonly SecondOpinion[] }) => (
  <Panel title={t('catalog.secondOpinions')}>
    <p className="quiet">{t('catalog.secondOpinionsMore')}</p>
    <SmallTable
      label={t('catalog.secondOpinions')}
      look="whole"
      heads={[
        t('catalog.source'),
        t('catalog.since'),
        t('catalog.address'),
        t('column.architecture'),
        t('catalog.hash'),
        t('catalog.compared'),
      ]}
      rows={of.flatMap(one =>
        one.files.map(file => [
          <Reported key="c" text={`${one.catalog} ${one.name}`} wrap />,
          <Time key="t" at={one.since} />,
          <OutLink key="u" to={file.url} />,
          <Reported key="a" text={file.arch} />,
          <Reported key="h" text={file.sha256 ?? ''} mono wrap />,
          <Compared key="m" agrees={file.agrees} />,
        ]),
      )}
      none=""
    />
  </Panel>
)

function Compared({ agrees }: { readonly agrees: boolean | null }) {
  if (agrees === null) return <Mark tone="quiet" icon={IconCircleDashed} label={t('catalog.otherFile')} />
  return agrees ? (
    <Mark tone="good" icon={IconCircleCheck} label={t('catalog.agrees')} />
  ) : (
    <Mark tone="warning" icon={IconAlertTriangle} label={t('catalog.differs')} />
  )
}
