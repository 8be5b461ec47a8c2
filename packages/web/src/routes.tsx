import { createBrowserRouter, Navigate } from 'react-router'
import { SessionGate } from './frame/Session/SessionGate.tsx'
import type { StepUp } from './api/step-up.ts'
import type { SessionStanding } from './frame/Session/session-standing.ts'
import { PageError } from './frame/Shell/PageError.tsx'
import { Shell } from './frame/Shell/Shell.tsx'
import { NotFoundPage } from './pages/NotFoundPage/NotFoundPage.tsx'

// Every area is fetched when it is entered; the first script holds what signs people in and the frame around pages.
const assetList = () => import('./pages/AssetsPage/AssetsPage.tsx')
const assetArea = () => import('./pages/AssetPage/index.ts')
const patchArea = () => import('./pages/PatchPage/index.ts')
const jobArea = () => import('./pages/JobPage/index.ts')
const jobWizard = () => import('./pages/JobWizard/index.ts')
const tagArea = () => import('./pages/tags.ts')
const accountArea = () => import('./pages/AccountPage/index.ts')
const installingArea = () => import('./pages/InstallingPage/index.ts')
const profileArea = () => import('./pages/profiles.ts')
const systemsArea = () => import('./pages/systems.ts')
const programArea = () => import('./pages/programs.ts')
const feedArea = () => import('./pages/feeds.ts')
const configurationArea = () => import('./pages/configuration.ts')
const administrationArea = () => import('./pages/administration.ts')

/** Every address of the page. A tab that shows something else is a route of its own, so that it can be linked. */
export const createAppRouter = (session: { readonly standing: SessionStanding; readonly stepUp: StepUp }) =>
  createBrowserRouter([
    {
      path: '/first-admin',
      lazy: async () => ({ Component: (await configurationArea()).FirstAdminPage }),
      errorElement: <PageError />,
      hydrateFallbackElement: <></>,
    },
    {
      path: '/set-password',
      lazy: async () => ({ Component: (await accountArea()).SetPasswordPage }),
      errorElement: <PageError />,
      hydrateFallbackElement: <></>,
    },
    {
      path: '/sign-in',
      lazy: async () => ({ Component: (await accountArea()).ProviderStartPage }),
      errorElement: <PageError />,
      hydrateFallbackElement: <></>,
    },
    {
      path: '/sign-in/callback',
      lazy: async () => ({ Component: (await accountArea()).ProviderReturnPage }),
      errorElement: <PageError />,
      hydrateFallbackElement: <></>,
    },
    {
      path: '/',
      element: (
        <SessionGate {...session}>
          <Shell />
        </SessionGate>
      ),
      errorElement: <PageError />,
      hydrateFallbackElement: <></>,
      children: [
        {
          errorElement: <PageError />,
          children: [
            { index: true, element: <Navigate to="/assets" replace /> },
            { path: 'assets', lazy: async () => ({ Component: (await assetList()).AssetsPage }) },
            {
              path: 'assets/:id',
              lazy: async () => ({ Component: (await assetArea()).AssetPage }),
              children: [
                { index: true, lazy: async () => ({ Component: (await assetArea()).MissingTab }) },
                { path: 'installed', lazy: async () => ({ Component: (await assetArea()).InstalledTab }) },
                { path: 'software', lazy: async () => ({ Component: (await assetArea()).SoftwareTab }) },
                { path: 'system', lazy: async () => ({ Component: (await assetArea()).SystemTab }) },
                { path: 'profiles', lazy: async () => ({ Component: (await assetArea()).ProfilesTab }) },
              ],
            },
            { path: 'patches', lazy: async () => ({ Component: (await patchArea()).PatchesPage }) },
            {
              path: 'patches/:id',
              lazy: async () => ({ Component: (await patchArea()).PatchPage }),
              children: [
                { index: true, lazy: async () => ({ Component: (await patchArea()).MissingOnTab }) },
                { path: 'installed', lazy: async () => ({ Component: (await patchArea()).InstalledOnTab }) },
                { path: 'details', lazy: async () => ({ Component: (await patchArea()).PatchDetailsTab }) },
                { path: 'cves', lazy: async () => ({ Component: (await patchArea()).PatchCvesTab }) },
                { path: 'advisories', lazy: async () => ({ Component: (await patchArea()).PatchAdvisoriesTab }) },
                { path: 'files', lazy: async () => ({ Component: (await patchArea()).PatchFilesTab }) },
                { path: 'supersedence', lazy: async () => ({ Component: (await patchArea()).SupersedenceTab }) },
              ],
            },
            { path: 'vulnerabilities', lazy: async () => ({ Component: (await patchArea()).VulnerabilitiesPage }) },
            {
              path: 'vulnerabilities/:cve',
              lazy: async () => ({ Component: (await patchArea()).VulnerabilityPage }),
              children: [
                { index: true, lazy: async () => ({ Component: (await patchArea()).CveOverviewTab }) },
                { path: 'patches', lazy: async () => ({ Component: (await patchArea()).CvePatchesTab }) },
                { path: 'assets', lazy: async () => ({ Component: (await patchArea()).CveAssetsTab }) },
                { path: 'statements', lazy: async () => ({ Component: (await patchArea()).CveStatementsTab }) },
                { path: 'references', lazy: async () => ({ Component: (await patchArea()).CveReferencesTab }) },
              ],
            },
            { path: 'jobs', lazy: async () => ({ Component: (await jobArea()).JobsPage }) },
            { path: 'jobs/new', lazy: async () => ({ Component: (await jobWizard()).NewJobPage }) },
            { path: 'jobs/:id/edit', lazy: async () => ({ Component: (await jobWizard()).EditJobPage }) },
            {
              path: 'jobs/:id',
              lazy: async () => ({ Component: (await jobArea()).JobPage }),
              children: [
                { index: true, lazy: async () => ({ Component: (await jobArea()).TasksTab }) },
                { path: 'left-out', lazy: async () => ({ Component: (await jobArea()).LeftOutTab }) },
                { path: 'runs', lazy: async () => ({ Component: (await jobArea()).RunsTab }) },
                { path: 'definition', lazy: async () => ({ Component: (await jobArea()).DefinitionTab }) },
                { path: 'access', lazy: async () => ({ Component: (await jobArea()).AccessTab }) },
              ],
            },
            { path: 'tasks/:id', lazy: async () => ({ Component: (await jobArea()).TaskPage }) },
            { path: 'tags', lazy: async () => ({ Component: (await tagArea()).TagsPage }) },
            { path: 'tags/new', lazy: async () => ({ Component: (await tagArea()).NewTagPage }) },
            { path: 'tags/:id', lazy: async () => ({ Component: (await tagArea()).TagPage }) },
            { path: 'tags/:id/edit', lazy: async () => ({ Component: (await tagArea()).EditTagPage }) },
            { path: 'licence', lazy: async () => ({ Component: (await profileArea()).LicencePage }) },
            { path: 'profiles', element: <Navigate to="/profiles/assessment" replace /> },
            {
              path: 'profiles/assessment',
              lazy: async () => ({ Component: (await profileArea()).AssessmentProfilesPage }),
            },
            {
              path: 'profiles/assessment/new',
              lazy: async () => ({ Component: (await profileArea()).NewAssessmentPage }),
            },
            {
              path: 'profiles/assessment/:id',
              lazy: async () => ({ Component: (await profileArea()).AssessmentPage }),
            },
            {
              path: 'profiles/configuration',
              lazy: async () => ({ Component: (await profileArea()).ConfigurationProfilesPage }),
            },
            {
              path: 'profiles/configuration/new',
              lazy: async () => ({ Component: (await profileArea()).NewConfigurationPage }),
            },
            {
              path: 'profiles/configuration/:id',
              lazy: async () => ({ Component: (await profileArea()).ConfigurationPage }),
            },
            { path: 'feeds', lazy: async () => ({ Component: (await feedArea()).FeedsPage }) },
            { path: 'feeds/offline', lazy: async () => ({ Component: (await feedArea()).BundlesPage }) },
            {
              path: 'feeds/:id',
              lazy: async () => ({ Component: (await feedArea()).FeedPage }),
              children: [
                { index: true, lazy: async () => ({ Component: (await feedArea()).DocumentsTab }) },
                { path: 'about', lazy: async () => ({ Component: (await feedArea()).AboutTab }) },
              ],
            },
            { path: 'programs', lazy: async () => ({ Component: (await programArea()).UnmatchedPage }) },
            { path: 'programs/mappings', lazy: async () => ({ Component: (await programArea()).MappingsPage }) },
            { path: 'agents', lazy: async () => ({ Component: (await configurationArea()).AgentsPage }) },
            {
              path: 'activation-keys',
              lazy: async () => ({ Component: (await configurationArea()).ActivationKeysPage }),
            },
            {
              path: 'activation-keys/installing',
              lazy: async () => ({ Component: (await installingArea()).InstallingPage }),
            },
            { path: 'api-keys', lazy: async () => ({ Component: (await configurationArea()).ApiKeysPage }) },
            {
              path: 'account',
              lazy: async () => ({ Component: (await accountArea()).AccountPage }),
              children: [
                { index: true, lazy: async () => ({ Component: (await accountArea()).WhoAmITab }) },
                { path: 'security', lazy: async () => ({ Component: (await accountArea()).SecurityTab }) },
                { path: 'sessions', lazy: async () => ({ Component: (await accountArea()).SessionsTab }) },
              ],
            },
            { path: 'device', lazy: async () => ({ Component: (await accountArea()).DevicePage }) },
            { path: 'people', lazy: async () => ({ Component: (await administrationArea()).PeoplePage }) },
            { path: 'people/:id', lazy: async () => ({ Component: (await administrationArea()).PersonPage }) },
            { path: 'roles', lazy: async () => ({ Component: (await administrationArea()).RolesPage }) },
            {
              path: 'sign-in-settings',
              lazy: async () => ({ Component: (await administrationArea()).SignInSettingsPage }),
              children: [
                { index: true, lazy: async () => ({ Component: (await administrationArea()).ProvidersTab }) },
                { path: 'rules', lazy: async () => ({ Component: (await administrationArea()).RulesTab }) },
              ],
            },
            {
              path: 'sign-in-settings/providers/:id',
              lazy: async () => ({ Component: (await administrationArea()).IdentityProviderPage }),
            },
            { path: 'audit', lazy: async () => ({ Component: (await administrationArea()).AuditPage }) },
            {
              path: 'subscriptions',
              lazy: async () => ({ Component: (await administrationArea()).SubscriptionsPage }),
            },
            {
              path: 'installation/audit',
              lazy: async () => ({ Component: (await administrationArea()).InstallationAuditPage }),
            },
            { path: 'supported-systems', lazy: async () => ({ Component: (await systemsArea()).SystemsPage }) },
            { path: 'about', lazy: async () => ({ Component: (await configurationArea()).AboutPage }) },
            { path: '*', element: <NotFoundPage /> },
          ],
        },
      ],
    },
  ])
