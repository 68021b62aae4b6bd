import { useLocation } from 'preact-iso';

const NAVIGATION = [
  ['/year', 'Years'],
  ['/decade', 'Decades'],
  ['/genre', 'Genres'],
  ['/company', 'Companies'],
  ['/ranking', 'Rankings'],
  ['/downloads', 'Downloads'],
  ['/docs', 'API'],
  ['/status', 'Status'],
  ['/about', 'About'],
] as const;

/** Shows the name of the website and the main navigation. */
export function Masthead() {
  const { path } = useLocation();
  return (
    <header class="masthead">
      <div class="masthead-inner">
        <a class="masthead-name" href="/" aria-current={path === '/' ? 'page' : undefined}>
          Movie statistics
        </a>
        <nav aria-label="Main">
          <ul class="masthead-nav">
            {NAVIGATION.map(([href, title]) => (
              <li key={href}>
                <a href={href} aria-current={currentOf(href, path)}>
                  {title}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </div>
    </header>
  );
}

function currentOf(href: string, path: string): 'page' | 'true' | undefined {
  if (path === href) return 'page';
  return path.startsWith(`${href}/`) ? 'true' : undefined;
}
