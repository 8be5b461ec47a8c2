import type { GroupMapping, IdentityProvider } from '@patchyard/api'
import { Button } from '@mantine/core'
import { permissionSentences, roleLabels } from '@patchyard/domain'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useAction } from '../../api/use-api.ts'
import { ConfirmDialog } from '../../components/Dialog/ConfirmDialog.tsx'
import { Panel } from '../../components/Panel/Panel.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Sentence } from '../../components/Sentence/Sentence.tsx'
import { TagList } from '../../components/Tags/TagList.tsx'
import { useTags } from '../../components/Tags/use-tags.ts'
import { t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'
import { GroupDialog } from './GroupDialog.tsx'
import { tagsOfMapping } from './group-mapping.ts'
import css from '../../components/Panel/rows.module.css'
import { touchedByProvider } from './touched-by-provider.ts'

/** Which group of the provider gives what here. */
export function GroupsPanel({ provider }: { readonly provider: IdentityProvider }) {
  // The group that is changed; null: a new one; undefined: none.
  const [open, setOpen] = useState<GroupMapping | null>()
  const [removed, setRemoved] = useState<GroupMapping | null>(null)
  return (
    <Panel
      title={t('provider.groups')}
      aside={
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => setOpen(null)}
        >
          {t('provider.addGroup')}
        </Button>
      }
    >
      <div className={css.stack}>
        <p className="quiet">{t(provider.mapping.length === 0 ? 'provider.groupsNone' : 'provider.groupsMore')}</p>
        {provider.groupClaim === null && <p>{t('provider.groupsNoClaim')}</p>}
        {provider.mapping.length > 0 && (
          <ul className={css.rows} aria-label={t('provider.groups')}>
            {provider.mapping.map(mapping => (
              <li key={mapping.group} className={css.row}>
                <Gives mapping={mapping} />
                <div className={css.actions}>
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    color="gray"
                    aria-label={t('provider.groupChangeOf', { name: shownText(mapping.group, 80) })}
                    onClick={() => setOpen(mapping)}
                  >
                    {t('provider.groupChange')}
                  </Button>
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    color="gray"
                    aria-label={t('provider.groupRemoveOf', { name: shownText(mapping.group, 80) })}
                    onClick={() => setRemoved(mapping)}
                  >
                    {t('provider.groupRemove')}
                  </Button>
                </div>
              </li>
            ))}
          </ul>
        )}
      </div>
      {open !== undefined && <GroupDialog provider={provider} mapping={open} onClose={() => setOpen(undefined)} />}
      {removed !== null && <RemoveGroup provider={provider} mapping={removed} onClose={() => setRemoved(null)} />}
    </Panel>
  )
}

function Gives({ mapping }: { readonly mapping: GroupMapping }) {
  const { byId } = useTags()
  const tags = tagsOfMapping(mapping.scopeTags, byId, t('provider.goneTag'))
  return (
    <div className={css.names}>
      <Reported text={mapping.group} wrap />
      <p>
        {[
          ...mapping.roles.map(role => roleLabels[role]),
          ...(mapping.grants ?? []).map(grant => permissionSentences[grant]),
        ].join(', ')}
      </p>
      {mapping.allAssets ? <p>{t('people.allAssets')}</p> : <TagList tags={tags} full none={t('people.noAsset')} />}
    </div>
  )
}

interface RemoveProps {
  readonly provider: IdentityProvider
  readonly mapping: GroupMapping
  readonly onClose: () => void
}

function RemoveGroup({ provider, mapping, onClose }: RemoveProps) {
  const change = useAction('changeIdentityProvider', touchedByProvider)
  const rest = provider.mapping.filter(one => one.group !== mapping.group)
  return (
    <ConfirmDialog
      title={t('provider.groupRemoveTitle')}
      confirm={t('provider.groupRemove')}
      danger
      busy={change.isPending}
      error={change.error}
      onClose={onClose}
      onConfirm={() => change.mutate({ params: { id: provider.id }, body: { mapping: rest } }, { onSuccess: onClose })}
    >
      <p>
        <Sentence text="provider.groupRemoveText" parts={{ name: <Reported text={mapping.group} wrap /> }} />
      </p>
    </ConfirmDialog>
  )
}
