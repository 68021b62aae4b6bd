import { render } from 'preact';

render(<h1>Movie statistics</h1>, document.getElementById('app')!);
