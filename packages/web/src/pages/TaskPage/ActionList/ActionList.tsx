import type { TaskAction } from '@patchyard/api'
import { IconChevronRight } from '@tabler/icons-react'
import { Facts } from '../../../components/Panel/Facts.tsx'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { Mark } from '../../../components/Status/Mark.tsx'
import { actionMark } from '../../../components/Status/state-marks.ts'
import { Time } from '../../../components/Time/Time.tsx'
import { t } from '../../../i18n/text.ts'
import css from '../ItemList/ItemList.module.css'
import { OutputLog } from '../ItemList/OutputLog.tsx'

/** What ran before and after the patches, in its order. */
export function ActionList({ actions }: { readonly actions: readonly TaskAction[] }) {
  return (
    <ul className={css.list}>
      {actions.map(action => (
        <li key={`${action.stage} ${action.n}`}>
          <details className={css.item} open={action.status === 'failed' || action.status === 'aborted'}>
            <summary className={css.summary}>
              <IconChevronRight size={15} aria-hidden className={css.arrow} />
              <span className={css.title}>
                <Reported text={action.name} />
              </span>
              <Mark {...actionMark(action.status)} />
            </summary>
            <div className={css.body}>
              {action.sentence !== null && (
                <p className={css.sentence}>
                  <Reported text={action.sentence} wrap />
                </p>
              )}
              <Facts
                as="row"
                facts={[
                  {
                    name: t('taskPage.stage'),
                    value: t(action.stage === 'pre' ? 'taskPage.beforePatches' : 'taskPage.afterPatches'),
                  },
                  {
                    name: t('taskPage.began'),
                    value: <Time at={action.beganAt} as="exact" never={t('taskPage.notYet')} />,
                  },
                  {
                    name: t('taskPage.ended'),
                    value: <Time at={action.endedAt} as="exact" never={t('taskPage.notYet')} />,
                  },
                  ...(action.exitCode === null
                    ? []
                    : [{ name: t('taskPage.exitCode'), value: String(action.exitCode) }]),
                ]}
              />
              {action.output !== null && action.output !== '' && (
                <OutputLog output={action.output} name={action.name} of={t('taskPage.outputOfTheAction')} />
              )}
            </div>
          </details>
        </li>
      ))}
    </ul>
  )
}
