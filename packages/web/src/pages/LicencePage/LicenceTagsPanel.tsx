import type { Licence } from '@patchyard/api'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { Buttons } from '../../components/Form/Buttons.tsx'
import { Form } from '../../components/Form/Form.tsx'
import { useAction } from '../../api/use-api.ts'
import { showDone } from '../../components/notify.ts'
import { Panel } from '../../components/Panel/Panel.tsx'
import { FailureLine } from '../../components/States/FailureLine.tsx'
import { TagList } from '../../components/Tags/TagList.tsx'
import { TagPicker } from '../../components/Tags/TagPicker.tsx'
import type { NamedTag } from '../../components/Tags/tag-tree.ts'
import { t } from '../../i18n/text.ts'
import css from './LicencePage.module.css'

const ids = (tags: readonly NamedTag[]): string[] => tags.map(tag => tag.id)
const isSame = (a: readonly NamedTag[], b: readonly NamedTag[]): boolean =>
  JSON.stringify(ids(a).toSorted()) === JSON.stringify(ids(b).toSorted())

interface LicenceTagsPanelProps {
  readonly licence: Licence
  readonly mayManage: boolean
}

/** Which assets may consume the licence. Who may not change it sees it. */
export function LicenceTagsPanel({ licence, mayManage }: LicenceTagsPanelProps) {
  return (
    <Panel title={t('licence.which')}>
      <p className={css.rule}>{t('licence.rule')}</p>
      {mayManage ? (
        <Chosen licence={licence} />
      ) : (
        <dl className={css.shown}>
          <dt>{t('licence.include')}</dt>
          <dd>
            <TagList tags={licence.include} full none={t('licence.allActivated')} />
          </dd>
          <dt>{t('licence.exclude')}</dt>
          <dd>
            <TagList tags={licence.exclude} full none={t('licence.noneExcluded')} />
          </dd>
        </dl>
      )}
    </Panel>
  )
}

function Chosen({ licence }: { readonly licence: Licence }) {
  const [include, setInclude] = useState<readonly NamedTag[]>(licence.include)
  const [exclude, setExclude] = useState<readonly NamedTag[]>(licence.exclude)
  const save = useAction('setLicenceTags', ['getLicence', 'listAssets', 'getAsset', 'listAgents'])
  const isChanged = !isSame(include, licence.include) || !isSame(exclude, licence.exclude)
  return (
    <Form
      onSubmit={() =>
        save.mutate(
          { body: { include: ids(include), exclude: ids(exclude) } },
          { onSuccess: () => showDone(t('licence.saved')) },
        )
      }
    >
      <TagPicker label={t('licence.include')} none={t('licence.allActivated')} value={include} onChange={setInclude} />
      <TagPicker label={t('licence.exclude')} none={t('licence.noneExcluded')} value={exclude} onChange={setExclude} />
      <FailureLine error={save.error} />
      <Buttons>
        <Button type="submit" disabled={!isChanged} loading={save.isPending}>
          {t('licence.save')}
        </Button>
      </Buttons>
    </Form>
  )
}
