import { alpineSecdb } from '../feeds/alpine-secdb/index.ts'
import { aptRepository } from '../feeds/apt-repository/index.ts'
import { csaf } from '../feeds/csaf/index.ts'
import { cve5 } from '../feeds/cve5/index.ts'
import { debianAdvisories } from '../feeds/debian-advisories/index.ts'
import { debianTracker } from '../feeds/debian-tracker/index.ts'
import { endoflife } from '../feeds/endoflife/index.ts'
import { epss } from '../feeds/epss/index.ts'
import { homebrewCask } from '../feeds/homebrew-cask/index.ts'
import { kbSupersedence } from '../feeds/kb-supersedence/index.ts'
import { kev } from '../feeds/kev/index.ts'
import { msrcCvrf } from '../feeds/msrc-cvrf/index.ts'
import { msrcGuide } from '../feeds/msrc-guide/index.ts'
import { nvd } from '../feeds/nvd/index.ts'
import { osv } from '../feeds/osv/index.ts'
import { rpmRepository } from '../feeds/rpm-repository/index.ts'
import { scoop } from '../feeds/scoop/index.ts'
import { sofa } from '../feeds/sofa/index.ts'
import { ubuntuNotices } from '../feeds/ubuntu-notices/index.ts'
import { updateCatalog } from '../feeds/update-catalog/index.ts'
import { winget } from '../feeds/winget/index.ts'
import type { Feed, FeedName } from './feed.ts'

const all: readonly Feed[] = [
  alpineSecdb,
  aptRepository,
  csaf,
  cve5,
  debianAdvisories,
  debianTracker,
  endoflife,
  epss,
  homebrewCask,
  kbSupersedence,
  kev,
  msrcCvrf,
  msrcGuide,
  nvd,
  osv,
  rpmRepository,
  scoop,
  sofa,
  ubuntuNotices,
  updateCatalog,
  winget,
]

/** Every feed there is, by its name; `feeds.test.ts` compares it with the folders. */
export const registry = Object.fromEntries(all.map(feed => [feed.name, feed])) as Readonly<Record<FeedName, Feed>>
