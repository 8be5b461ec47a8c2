import type { Asset } from '@patchyard/api'
import { Button } from '@mantine/core'
import { IconPlus, IconUpload } from '@tabler/icons-react'
import { useState } from 'react'
import { Panel } from '../../../components/Panel/Panel.tsx'
import { TagPicker } from '../../../components/Tags/TagPicker.tsx'
import { t } from '../../../i18n/text.ts'
import { ChosenList } from '../ChosenList.tsx'
import { ImportAssets } from '../dialogs/ImportAssets.tsx'
import css from '../fields/Fields.module.css'
import { MOST_ASSETS } from '../job-draft.ts'
import { assetPickerColumns, assetPickerShape } from '../picker-columns.tsx'
import { Picker } from '../Picker.tsx'
import { platformQuery } from '../state/asset-query.ts'
import { useWizard } from '../state/wizard-context.ts'
import { AssetExtent } from './AssetExtent.tsx'
import { MatchChoice } from './MatchChoice.tsx'
import { Problems } from './Problems.tsx'

/** Who is meant: tags in, tags out, assets in, assets out. */
export function AssetsStep() {
  const { state, change, edit } = useWizard()
  const { assets, platform } = state.definition
  const [hasExclusion, setExclusion] = useState(assets.excludeTags.length > 0)
  const [open, setOpen] = useState<'include' | 'exclude' | 'import' | null>(null)
  const named = (ids: readonly string[]) => ids.map(id => ({ id, name: state.names[id] ?? id }))
  const put = (part: Partial<typeof assets>, rows: readonly { readonly id: string; readonly name: string }[] = []) => {
    change({
      names: { ...state.names, ...Object.fromEntries(rows.map(row => [row.id, row.name])) },
      definition: { ...state.definition, assets: { ...assets, ...part } },
    })
  }
  const without = (ids: readonly string[], id: string) => ids.filter(one => one !== id)
  return (
    <>
      <Panel title={t('wizard.selectAssets')}>
        <div className={css.fields}>
          <div className={css.stack}>
            <TagPicker
              label={t('wizard.assetTags')}
              description={t('wizard.assetTagsMore')}
              none={t('wizard.noTag')}
              value={named(assets.tags)}
              onChange={tags => put({ tags: tags.map(tag => tag.id) }, tags)}
            />
            <MatchChoice
              label={t('wizard.matchTags')}
              value={assets.matchTags}
              onChange={matchTags => edit({ assets: { ...assets, matchTags } })}
            />
          </div>
          {hasExclusion ? (
            <div className={css.stack}>
              <TagPicker
                label={t('wizard.exclusionTags')}
                description={t('wizard.exclusionTagsMore')}
                none={t('wizard.noTag')}
                startsOpen={assets.excludeTags.length === 0}
                value={named(assets.excludeTags)}
                onChange={tags => put({ excludeTags: tags.map(tag => tag.id) }, tags)}
              />
              <MatchChoice
                label={t('wizard.matchExcludeTags')}
                value={assets.matchExcludeTags}
                onChange={matchExcludeTags => edit({ assets: { ...assets, matchExcludeTags } })}
              />
            </div>
          ) : (
            <div>
              <Button
                variant="default"
                size="compact-sm"
                leftSection={<IconPlus size={14} aria-hidden />}
                onClick={() => setExclusion(true)}
              >
                {t('wizard.addExclusionTags')}
              </Button>
            </div>
          )}
          <ChosenList
            title="wizard.included"
            choose="newJob.chooseAssets"
            none="wizard.noneIncluded"
            noun="count.asset"
            rows={named(assets.include)}
            more={
              <Button
                size="compact-sm"
                variant="default"
                leftSection={<IconUpload size={14} aria-hidden />}
                onClick={() => setOpen('import')}
              >
                {t('wizard.importAssets')}
              </Button>
            }
            onChoose={() => setOpen('include')}
            onRemove={id => put({ include: without(assets.include, id) })}
          />
          <ChosenList
            title="wizard.excluded"
            choose="wizard.excludeAssets"
            none="wizard.noneExcluded"
            noun="count.asset"
            rows={named(assets.exclude)}
            onChoose={() => setOpen('exclude')}
            onRemove={id => put({ exclude: without(assets.exclude, id) })}
          />
          <Problems at={['/assets']} />
        </div>
      </Panel>
      <AssetExtent />
      {open === 'import' && (
        <ImportAssets
          taken={assets.include}
          onClose={() => setOpen(null)}
          onDone={rows => {
            put({ include: [...new Set([...assets.include, ...rows.map(row => row.id)])] }, rows)
            setOpen(null)
          }}
        />
      )}
      {(open === 'include' || open === 'exclude') && (
        <Picker
          route="listAssets"
          noun="count.asset"
          many={t('wizard.manyAssets')}
          shape={assetPickerShape}
          columns={assetPickerColumns}
          within={platformQuery(platform)}
          most={MOST_ASSETS}
          chosen={new Map(named(assets[open]).map(row => [row.id, row as Asset]))}
          keyOf={asset => asset.id}
          nameOf={asset => asset.name}
          onClose={() => setOpen(null)}
          onDone={chosen => {
            put({ [open]: [...chosen.keys()] }, [...chosen.values()])
            setOpen(null)
          }}
        />
      )}
    </>
  )
}
