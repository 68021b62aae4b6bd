import type { AnyComponent } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { ErrorBoundary, LocationProvider, lazy, Route, Router, useLocation } from 'preact-iso';
import type { SiteRoute } from '../../model/api/site-routes.ts';
import { Footer } from './components/footer.tsx';
import { Masthead } from './components/masthead.tsx';
import { headingFocus, scrollToFragment } from './components/navigation.ts';
import { NotFound } from './pages/not-found.tsx';
import { isPage, PAGE_LINKS, routerPath } from './routes.ts';

/** The page of each route, loaded on first use. */
const PAGES: Readonly<Record<SiteRoute, AnyComponent>> = {
  overview: lazy(() => import('./pages/overview.tsx')),
  years: lazy(() => import('./pages/years.tsx')),
  year: lazy(() => import('./pages/year.tsx')),
  decades: lazy(() => import('./pages/decades.tsx')),
  decade: lazy(() => import('./pages/decade.tsx')),
  genres: lazy(() => import('./pages/genres.tsx')),
  genre: lazy(() => import('./pages/genre.tsx')),
  companies: lazy(() => import('./pages/companies.tsx')),
  company: lazy(() => import('./pages/company.tsx')),
  rankings: lazy(() => import('./pages/rankings.tsx')),
  ranking: lazy(() => import('./pages/ranking.tsx')),
  downloads: lazy(() => import('./pages/downloads.tsx')),
  docs: lazy(() => import('./pages/docs.tsx')),
  status: lazy(() => import('./pages/status.tsx')),
  about: lazy(() => import('./pages/about.tsx')),
};
const ROUTES = Object.entries(PAGES) as [SiteRoute, AnyComponent][];

/** The whole website. */
export function App() {
  return (
    <LocationProvider scope={PAGE_LINKS}>
      <a class="skip" href="#content">
        Skip to the content
      </a>
      <Masthead />
      <main id="content" tabIndex={-1}>
        <ErrorBoundary>
          <Pages />
        </ErrorBoundary>
      </main>
      <Footer />
    </LocationProvider>
  );
}

function Pages() {
  const { path, url } = useLocation();
  useNavigation(path, url);
  if (!isPage(path)) return <NotFound />;
  return (
    <Router>
      {ROUTES.map(([route, component]) => (
        <Route key={route} path={routerPath(route)} component={component} />
      ))}
    </Router>
  );
}

/** After a navigation, moves the focus to the heading of the new page and scrolls to the URL fragment. */
function useNavigation(path: string, url: string): void {
  const previous = useRef(path);
  if (previous.current !== path) {
    previous.current = path;
    headingFocus.request();
  }
  useEffect(() => scrollToFragment(new URL(url, location.origin).hash), [url]);
}
