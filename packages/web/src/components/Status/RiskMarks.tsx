import { IconBan, IconBug, IconFlame, IconLockDollar } from '@tabler/icons-react'
import { t } from '../../i18n/text.ts'
import { Mark } from './Mark.tsx'
import css from './RiskMarks.module.css'

interface Risk {
  readonly kev: boolean
  /** Also of what SSVC alone calls active. */
  readonly exploited?: boolean
  readonly ransomware?: boolean
  readonly kevDueDate?: string | null
}

/** What is known of attackers: each with a shape and a word of its own. */
export function RiskMarks({ of, look = 'plain' }: { readonly of: Risk; readonly look?: 'plain' | 'pill' }) {
  const { kev, exploited = kev, ransomware = false, kevDueDate = null } = of
  if (!kev && !exploited && !ransomware) return <span className="quiet nothing">–</span>
  const due = kevDueDate === null ? '' : `, ${t('vulnerability.due', { day: kevDueDate.slice(0, 10) })}`
  return (
    <span className={css.marks}>
      {kev && (
        <Mark
          tone="danger"
          icon={IconFlame}
          label={t('vulnerability.exploited')}
          title={`${t('vulnerability.exploitedMore')}${due}`}
          look={look}
        />
      )}
      {!kev && exploited && (
        <Mark
          tone="warning"
          icon={IconBug}
          label={t('vulnerability.active')}
          title={t('vulnerability.activeMore')}
          look={look}
        />
      )}
      {ransomware && <Mark tone="danger" icon={IconLockDollar} label={t('vulnerability.ransomware')} look={look} />}
    </span>
  )
}

/** Beside the name of a patch that its source has withdrawn. */
export const DeprecatedMark = ({ look = 'pill' }: { readonly look?: 'plain' | 'pill' }) => (
  <Mark tone="warning" icon={IconBan} label={t('patch.deprecated')} title={t('patch.deprecatedMore')} look={look} />
)

/** In lists: what is known of attackers, and that no job installs it. */
export const PatchMarks = ({ of }: { readonly of: Risk & { readonly isDeprecated: boolean } }) =>
  of.isDeprecated ? (
    <span className={css.marks}>
      <DeprecatedMark look="plain" />
      {(of.kev || of.exploited === true) && <RiskMarks of={of} />}
    </span>
  ) : (
    <RiskMarks of={of} />
  )
